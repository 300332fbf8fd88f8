import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baggageHeader, parseBaggage } from './baggage';

describe('baggage', () => {
  it.each([
    [undefined, {}],
    ['', {}],
    ['other=1,sentry-a=b', { a: 'b' }],
    [' sentry-a = b ;prop=1 , sentry-c=d%20e', { a: 'b', c: 'd e' }],
    ['sentry-a=%zz', { a: '%zz' }],
    ['sentry-a,sentry-=x,=,,', {}],
    ['sentry-a=1,sentry-a=2', { a: '2' }],
    ['sentry-a=b=c', { a: 'b=c' }],
    [['vendor=1', 'sentry-a=b, sentry-c=d'], { a: 'b', c: 'd' }],
    [['sentry-a=b', 7, null], { a: 'b' }],
    [7, {}],
  ])('%j is read as %j', (text, expected) => {
    expect(parseBaggage(text)).toEqual(expected);
  });

  it('keeps what the app put there and replaces older entries of ours', () => {
    expect(baggageHeader({ a: 'ü,;' }, ' x=1;p , sentry-a=old,y=2')).toBe('x=1;p,y=2,sentry-a=%C3%BC%2C%3B');
    expect(baggageHeader({ a: 'b' }, ['x=1', 'sentry-a=old'])).toBe('x=1,sentry-a=b');
    expect(baggageHeader({})).toBeUndefined();
  });

  it('stays within 8192 characters and 64 entries, and never drops the app\'s own', () => {
    const own = Array.from({ length: 60 }, (_, n) => `v${n}=${'x'.repeat(100)}`).join(',');
    const header = baggageHeader(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, 'y'.repeat(n % 2 ? 10 : 5000)])), own);
    expect(header?.startsWith(own)).toBe(true);
    expect(header?.length).toBeLessThanOrEqual(8192);
    expect(header?.split(',').length).toBeLessThanOrEqual(64);
  });

  it('what was written is read again, whatever it is', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 5 }), (dsc) => {
        const plain = Object.fromEntries(Object.entries(dsc).filter(([key]) => key === encodeURIComponent(key)));
        expect(parseBaggage(baggageHeader(plain))).toEqual(plain);
      }),
    );
  });
});
