import type { ClientOptions } from '@tocsin/core';
import { describe, expect, it } from 'vitest';
import { spotlightIn, traceOf, withEnvironment } from './environment';
import type { Fault } from './options/faults';

const none: ClientOptions = {};

describe('withEnvironment', () => {
  it.each<[what: string, dsn: string | URL]>([
    ['a URL', new URL('https://k@h/1')],
    ['blanks and a line break round it', ' https://k@h/1\n'],
    ['quotes round it', '"https://k@h/1"'],
    ['other quotes round it', " 'https://k@h/1' "],
  ])('takes a DSN with %s', (_what, dsn) => {
    expect(withEnvironment({ dsn }, {}).dsn).toBe('https://k@h/1');
    expect(withEnvironment({}, { SENTRY_DSN: String(dsn) }).dsn).toBe('https://k@h/1');
  });

  it('fills in what the code leaves open', () => {
    const env = { TOCSIN_DSN: 'https://k@h/1', TOCSIN_RELEASE: 'shop@1.2.3', TOCSIN_ENVIRONMENT: 'staging', TOCSIN_SAMPLE_RATE: '0.25', TOCSIN_DEBUG: 'true' };
    expect(withEnvironment(none, env)).toEqual({ dsn: 'https://k@h/1', release: 'shop@1.2.3', environment: 'staging', sampleRate: 0.25, debug: true });
  });

  it.each([
    [{ TOCSIN_DEBUG: 'maybe' }, false, ['TOCSIN_DEBUG']],
    [{ SENTRY_DEBUG: 'maybe' }, false, ['SENTRY_DEBUG']],
    [{ TOCSIN_DEBUG: 'off' }, false, []],
    [{ TOCSIN_DEBUG: 'yes' }, true, []],
  ])('of %j finds what is neither yes nor no', (env, debug, names) => {
    const faults: Fault[] = [];
    expect(withEnvironment(none, env, faults).debug).toBe(debug);
    expect(faults.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    [{ TOCSIN_TRACE: 'garbage' }, ['TOCSIN_TRACE']],
    [{ SENTRY_TRACE: '0'.repeat(32) }, ['SENTRY_TRACE']],
    [{ TOCSIN_TRACE: `${'a'.repeat(32)}-${'b'.repeat(16)}-1` }, []],
    [{}, []],
  ])('of %j finds what names no trace', (env, names) => {
    const faults: Fault[] = [];
    traceOf(env, faults);
    expect(faults.map(({ name }) => name)).toEqual(names);
  });

  it('leaves alone what the code says, however false it looks', () => {
    const env = { TOCSIN_DSN: 'https://k@h/1', TOCSIN_RELEASE: 'r', TOCSIN_ENVIRONMENT: 'e', TOCSIN_SAMPLE_RATE: '0.25', TOCSIN_DEBUG: '1' };
    const options = { dsn: '', release: '', environment: '', sampleRate: 0, debug: false, maxBreadcrumbs: 5 };
    expect(withEnvironment(options, env)).toEqual(options);
  });

  it('falls back on the names of the field', () => {
    expect(withEnvironment(none, { SENTRY_DSN: 'https://s@h/1', SENTRY_RELEASE: 's', TOCSIN_RELEASE: 't' })).toMatchObject({ dsn: 'https://s@h/1', release: 't' });
  });

  it('takes a blank variable for an absent one', () => {
    expect(withEnvironment(none, { TOCSIN_DSN: '', SENTRY_DSN: ' https://s@h/1 ', TOCSIN_RELEASE: '  ' })).toMatchObject({ dsn: 'https://s@h/1', release: undefined });
  });

  it.each([
    ['1', true],
    ['on', true],
    ['YES', true],
    ['0', false],
    ['false', false],
    ['off', false],
    ['', undefined],
  ])('reads debug=%s as %s', (text, debug) => {
    expect(withEnvironment(none, { TOCSIN_DEBUG: text }).debug).toBe(debug);
  });

  it.each([
    ['TOCSIN_SAMPLE_RATE', 'half'],
    ['TOCSIN_SAMPLE_RATE', '10%'],
    ['SENTRY_SAMPLE_RATE', '25'],
    ['SENTRY_SAMPLE_RATE', '-1'],
  ])('leaves out %s=%s, and names the variable', (name, text) => {
    const faults: Fault[] = [];
    expect(withEnvironment(none, { [name]: text }, faults).sampleRate).toBeUndefined();
    expect(faults).toEqual([{ name, must: 'a number from 0 to 1' }]);
    expect(withEnvironment({ ...none, sampleRate: 0.5 }, { [name]: text }, faults).sampleRate).toBe(0.5);
    expect(faults).toHaveLength(1);
  });

  it('sets nothing when there is nothing', () => {
    expect(withEnvironment(none, {})).toEqual({});
  });
});

describe('traceOf', () => {
  it('reads the trace that the process was started in', () => {
    expect(traceOf({ TOCSIN_TRACE: ' t ', SENTRY_TRACE: 's', SENTRY_BAGGAGE: 'b' })).toEqual({ sentryTrace: 't', baggage: 'b' });
    expect(traceOf({ SENTRY_TRACE: 's' })).toEqual({ sentryTrace: 's', baggage: undefined });
  });

  it('is nothing without a trace, whatever the baggage says', () => {
    expect(traceOf({ TOCSIN_TRACE: ' ', TOCSIN_BAGGAGE: 'b' })).toBeUndefined();
  });
});

describe('spotlightIn', () => {
  const usual = 'http://localhost:8969/stream';
  const own = 'http://127.0.0.1:18969/stream';

  it.each<readonly [unknown, string | undefined, string | undefined]>([
    [undefined, undefined, undefined],
    [undefined, '', undefined],
    [undefined, 'true', usual],
    [undefined, '1', usual],
    [undefined, 'Y', usual],
    [undefined, 'off', undefined],
    [undefined, '0', undefined],
    [undefined, own, own],
    [true, undefined, usual],
    [true, own, own],
    [true, 'false', usual],
    [false, own, undefined],
    [false, 'true', undefined],
    [null, 'true', undefined],
    [own, 'http://localhost:1/stream', own],
  ])('with the option %s and the environment %s is %s', (asked, told, expected) => {
    expect(spotlightIn(asked, { SENTRY_SPOTLIGHT: told })).toBe(expected);
  });
});
