import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parameterize } from '../event/parameterize';
import { captureException } from './capture';
import { initClient } from './init-client';
import { addIntegration, flush } from './lifecycle';
import { addBreadcrumb, addEventProcessor, getCurrentScope } from './scopes';
import { continueTrace, getTraceData } from './trace';

const dsn = 'https://0123456789abcdef0123456789abcdef@errors.example/7';
const trap = (): never => {
  throw new Error('trap');
};
const hostile = new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap });
const revoked = (() => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
})();
const getter = { get name(): string { return trap(); }, get contexts(): object { return trap(); } };
const spiteful = { toString: trap, valueOf: trap };
let runtime: FakeRuntime;

const start = (options: unknown) => initClient(options as never, runtime);
const works = async (): Promise<void> => {
  captureException(new Error('x'));
  await settle();
  expect(runtime.server.events()).toHaveLength(1);
};

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('init', () => {
  const values = { hostile, revoked, getter, spiteful, null: null, number: 7, text: 'text', list: [null], function: () => null, symbol: Symbol('s'), bare: Object.create(null) };
  const names = ['integrations', 'defaultIntegrations', 'initialScope', 'release', 'environment', 'dist', 'transportOptions', 'beforeBreadcrumb', 'onDrop', 'sampleRate', 'maxBreadcrumbs', 'orgId', 'tunnel', 'scrub', 'flood', 'normalizeDepth', 'debug'];

  it.each(names.flatMap((name) => Object.entries(values).map(([kind, value]) => ({ name, kind, value }))))('takes $kind for $name, and captures go on', async ({ name, value }) => {
    expect(() => start({ dsn, [name]: value })).not.toThrow();
    await works();
    expect(() => getTraceData()).not.toThrow();
  });

  it.each(Object.entries(values))('takes %s for all options', (_kind, value) => {
    expect(() => start(value)).not.toThrow();
    expect(() => captureException(new Error('x'))).not.toThrow();
  });

  it('is quick also with a large context in its scope', () => {
    const contexts = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`c${n}`, {}]));
    start({ dsn, initialScope: { contexts } });
    expect(Object.keys(getCurrentScope().getScopeData().contexts)).toHaveLength(0);
  });
});

describe('the other functions', () => {
  it.each(Object.entries({ hostile, revoked, getter, spiteful, null: null, number: 7, symbol: Symbol('s') }))('take %s without an exception', async (_kind, value) => {
    start({ dsn });
    expect(() => addIntegration(value as never)).not.toThrow();
    expect(() => getTraceData(value as never)).not.toThrow();
    expect(continueTrace(value as never, () => 7)).toBe(7);
    expect(continueTrace({ baggage: value, sentryTrace: value } as never, () => 7)).toBe(7);
    expect(() => parameterize(value as never)).not.toThrow();
    expect(() => getCurrentScope().addBreadcrumb({ message: 'm' }, value as never)).not.toThrow();
    expect(() => getCurrentScope().update(value as never)).not.toThrow();
    const flushed = flush(value as never);
    await runtime.advance(2000);
    expect(typeof (await flushed)).toBe('boolean');
    await works();
  });

  it.each(Object.entries({ hostile, revoked, null: null, undefined: undefined, number: 7, text: 'text' }))('an event processor that is %s costs no event', async (_kind, value) => {
    start({ dsn, integrations: [{ name: 'Other' }, { name: 'Broken', processEvent: value }] });
    addEventProcessor(value as never);
    getCurrentScope().addEventProcessor(value as never);
    await works();
    expect(runtime.reported.every(({ code, detail }) => code === 'T2002' && detail === 'Broken')).toBe(true);
    expect(runtime.reported.length).toBeLessThanOrEqual(1);
  });

  it('a breadcrumb hook that answers a promise loses the breadcrumb, and its rejection ends nothing', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    start({ dsn, beforeBreadcrumb: () => Promise.reject(new Error('late')) });
    addBreadcrumb({ message: 'm' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', onUnhandled);
    expect(unhandled).toEqual([]);
    expect(runtime.reported.map(({ code, detail }) => [code, detail])).toEqual([['T2001', 'beforeBreadcrumb answered a promise']]);
  });

  it('the least depth keeps the bags of an event, and a depth of none is told', async () => {
    start({ dsn, normalizeDepth: 1 });
    captureException(new Error('x'), { extra: { a: 1, b: { c: 2 } }, tags: { d: 'e' } });
    await settle();
    expect(runtime.server.events()[0]).toMatchObject({ extra: { a: 1, b: '[Object]' }, tags: { d: 'e' } });
    start({ dsn, normalizeDepth: 0 });
    expect(runtime.reported.map(({ code }) => code)).toContain('T1003');
  });
});
