import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson } from '../base/ascii-json';
import type { Event } from '../event/event';
import { createScrubber } from './scrubber';
import { gateEvent } from './gate';
import type { GateOptions } from './gate';
import type { Walk } from './normalise';

const fresh = (change: Partial<GateOptions> = {}): GateOptions => ({
  normalizeDepth: 3,
  normalizeMaxBreadth: 20,
  maxValueLength: 100,
  totalLength: 5000,
  describe: () => undefined,
  scrubber: createScrubber({}, () => {}),
  ...change,
});
const walk = (): Walk => ({ onFiltered: () => {} });
const gate = (more: Partial<Event>, change: Partial<GateOptions> = {}) => gateEvent({ event_id: 'e', timestamp: 1, ...more }, fresh(change), walk());
const extra = (value: unknown, change: Partial<GateOptions> = {}) => gate({ extra: { value } }, change).extra?.['value'];

describe('the parts of a message', () => {
  const message = (formatted: unknown, params: unknown): unknown => gate({ logentry: { message: 'x', formatted, params } as never }).logentry?.params;

  it('hold no secret that was taken out of the finished text', () => {
    expect(message('login with password=hunter2abc of carl', ['hunter2abc', 'carl'])).toEqual(['[Filtered]', 'carl']);
  });

  it('stay when they stand there, whatever they are', () => {
    expect(message('17 of true, {"a":1}, undefined', [17, true, { a: 1 }, null])).toEqual([17, true, { a: 1 }, null]);
  });

  it('stay when nobody knows the finished text', () => {
    expect(message(undefined, ['carl'])).toEqual(['carl']);
    expect(message('x', 'no list')).toBe('no list');
  });

  it('are counted when they are taken out', () => {
    const told: string[] = [];
    gateEvent({ event_id: 'e', timestamp: 1, logentry: { message: 'x', formatted: 'password=hunter2abc', params: ['hunter2abc'] } }, fresh(), { onFiltered: (rule) => told.push(rule) });
    expect(told).toHaveLength(2);
  });
});

describe('the gate normalises', () => {
  it('keeps the levels it is told and names what lies deeper', () => {
    expect(gate({ extra: { a: { b: { c: { d: 1 } } }, list: [[[[1]]]] } }).extra).toEqual({ a: { b: { c: '[Object]' } }, list: [['[Array]']] });
  });

  it('gives each context the same depth as extra', () => {
    expect(gate({ contexts: { mine: { a: { b: { c: {} } } } } }).contexts).toEqual({ mine: { a: { b: { c: '[Object]' } } } });
  });

  it('ends cycles, but keeps what is only there twice', () => {
    const shared = { a: 1 };
    const cyclic: Record<string, unknown> = { shared, again: shared };
    cyclic['self'] = cyclic;
    expect(extra(cyclic)).toEqual({ shared, again: shared, self: '[Circular]' });
  });

  it('turns what JSON cannot say into text', () => {
    const said = extra({
      big: 10n,
      nan: Number.NaN,
      none: undefined,
      nothing: null,
      symbol: Symbol('s'),
      call: function named() {},
      date: new Date(0),
      bytes: new Uint8Array(3),
      url: new URL('https://a.b/c'),
      map: new Map([['k', 1]]),
      set: new Set([1]),
    });
    expect(said).toEqual({
      big: '10n',
      nan: '[NaN]',
      nothing: null,
      symbol: 'Symbol(s)',
      call: '[Function: named]',
      date: '1970-01-01T00:00:00.000Z',
      bytes: '[Uint8Array: 3 bytes]',
      url: 'https://a.b/c',
      map: { k: 1 },
      set: { values: '[Array]' },
    });
  });

  it('survives getters that throw, revoked proxies and traps that throw', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const trap = new Proxy({}, { ownKeys: () => { throw new Error('no'); }, get: () => { throw new Error('no'); } });
    const getter = { get bad(): never { throw new Error('no'); }, good: 1 };
    expect(extra({ getter })).toEqual({ getter: { bad: '[Throws]', good: 1 } });
    expect(JSON.stringify(extra({ proxy, trap, good: 1 }))).toContain('"good":1');
  });

  it('cuts long text, long lists and wide objects, and says so', () => {
    expect(extra('x'.repeat(200))).toBe(`${'x'.repeat(97)}...`);
    expect(extra(Array.from({ length: 50 }, () => 1))).toHaveLength(20);
    expect(Object.keys(extra(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 1]))) ?? {})).toHaveLength(20);
  });

  it('holds the bound on all text together, whatever comes', () => {
    const huge = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, 'y'.repeat(100)]));
    expect(JSON.stringify(gate({ extra: huge }, { normalizeMaxBreadth: 5000 })).length).toBeLessThan(fresh().totalLength * 1.5);
  });

  it.each([
    ['text that has to be escaped', Array.from({ length: 100 }, () => '世'.repeat(8000))],
    ['control characters', Array.from({ length: 100 }, () => '\u0001'.repeat(8000))],
    ['quotes', Array.from({ length: 100 }, () => '"'.repeat(8000))],
    ['numbers', Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => 123_456_789))],
    ['empty objects', Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => ({})))],
    ['keys', Array.from({ length: 1000 }, (_, n) => ({ [`${'ß'.repeat(200)}${n}`]: null }))],
  ])('stays below what servers take (1 MiB): %s', (_name, value) => {
    const bounds = { normalizeMaxBreadth: 1000, maxValueLength: 8192, totalLength: 200_000, normalizeDepth: 5 };
    expect(asciiJson(gate({ extra: { value } }, bounds)).length).toBeLessThan(700_000);
  });

  it('cannot be led to a prototype', () => {
    const copy = extra(JSON.parse('{"__proto__": {"polluted": 1}, "a": 1}'));
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('never changes what it is given', () => {
    const mine = Object.freeze({ password: 'p', list: Object.freeze([1, 2]) });
    expect(extra(mine)).toEqual({ password: '[Filtered]', list: [1, 2] });
    expect(mine.password).toBe('p');
  });
});

describe('the gate scrubs by key', () => {
  it('in extra, contexts, user, tags, breadcrumb data, frame variables and request parts', () => {
    const secret = { password: 'hunter2' };
    const event = gate({
      extra: secret,
      contexts: { mine: { nested: secret } },
      user: { id: '1', token: 'hunter2' },
      breadcrumbs: { values: [{ data: secret }] },
      request: { headers: { authorization: 'hunter2', accept: '*/*' }, cookies: { sid: 'hunter2' }, query_string: 'password=hunter2', data: secret },
      exception: { values: [{ type: 'E', stacktrace: { frames: [{ function: 'f', vars: secret }] } }] },
    });
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(event.request?.headers?.['accept']).toBe('*/*');
  });

  it('where nothing of the app belongs, and something stands all the same', () => {
    const crumb: object = { category: 'login', token: 'abc', payload: { password: 'abc', page: 1 } };
    const request: object = { body: { password: 'abc', page: 1 } };
    const error: object = { type: 'E', details: { apiKey: 'abc', page: 1 } };
    const misfit: object = { custom: { token: 'abc' }, breadcrumbs: { values: [crumb] }, request, exception: { values: [error] } };
    const filtered = '[Filtered]';
    expect(gate(misfit)).toMatchObject({
      custom: { token: filtered },
      breadcrumbs: { values: [{ category: 'login', token: filtered, payload: { password: filtered, page: 1 } }] },
      request: { body: { password: filtered, page: 1 } },
      exception: { values: [{ type: 'E', details: { apiKey: filtered, page: 1 } }] },
    });
  });

  it('leaves the skeleton and the names of contexts alone', () => {
    const event = gate({ contexts: { session: { id: '1' } }, exception: { values: [{ type: 'AuthError', value: 'v' }] } });
    expect(event.contexts).toEqual({ session: { id: '1' } });
    expect(event.exception?.values[0]?.type).toBe('AuthError');
  });
});

describe('for any input', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true });

  it('the gate never throws, gives plain JSON, and changes nothing the second time', () => {
    const small: Partial<GateOptions> = { maxValueLength: 20, totalLength: 120, normalizeMaxBreadth: 4 };
    fc.assert(
      fc.property(anything, anything, (first, second) => {
        const once = gate({ extra: { first }, contexts: { c: { second } } }, small);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
        // A copy: with another gate, that remembers nothing.
        expect(gateEvent(once, fresh(small), walk())).toEqual(once);
      }),
      { numRuns: 2000 },
    );
  });

  const deepest = (value: unknown): number => (typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(deepest)) : 0);
  const widest = (value: unknown): number => (typeof value === 'object' && value !== null ? Math.max(Object.keys(value).length, 0, ...Object.values(value).map(widest)) : 0);
  const longest = (value: unknown): number => (typeof value === 'string' ? value.length : typeof value === 'object' && value !== null ? Math.max(0, ...Object.values(value).map(longest)) : 0);

  it('the gate keeps every bound', () => {
    const small = { normalizeDepth: 2, normalizeMaxBreadth: 5, maxValueLength: 30, totalLength: 300 };
    fc.assert(
      fc.property(anything, fc.string({ unit: 'binary', maxLength: 200 }), (value, text) => {
        const copy = gate({ extra: { value, text, list: [value, text, value] } }, small);
        expect(deepest(copy.extra)).toBeLessThanOrEqual(2);
        expect(widest(copy)).toBeLessThanOrEqual(5);
        expect(longest(copy)).toBeLessThanOrEqual(30);
        // What fills the room is finished: a key and a text, and a mark in each list around them.
        expect(asciiJson(copy).length).toBeLessThanOrEqual(300 + 6 * (30 + 256) + 100);
      }),
      { numRuns: 2000 },
    );
  });

  it("the gate leaves the app's objects as they are", () => {
    const plain = fc.object({ withNullPrototype: false });
    fc.assert(
      fc.property(plain, (value) => {
        const before = structuredClone(value);
        const copy = gate({ extra: { value } }, {});
        expect(value).toEqual(before);
        expect(copy.extra?.['value']).not.toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});
