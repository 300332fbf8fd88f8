import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import { patiently } from './app-folder';
import { useHarness } from './harness';

// Whatever an app hands in: it sees no exception from us, and an event arrives that servers take.

const harness = useHarness();

/** Expressions of values that are hard to read, by name. */
const hostile: Readonly<Record<string, string>> = {
  undefined: 'undefined',
  null: 'null',
  symbol: 'Symbol("boom")',
  bigint: '10n ** 1000n',
  function: '() => { throw new Error("called"); }',
  'no prototype': 'Object.create(null)',
  cycle: '(() => { const a = { list: [] }; a.self = a; a.list.push(a, new Map([[a, a]]), new Set([a])); return a; })()',
  'throwing getters': 'Object.defineProperties({}, Object.fromEntries(["message", "name", "stack", "code", "cause", "errors", "toJSON", "toString", "then", "x", Symbol.toPrimitive, Symbol.toStringTag, Symbol.iterator].map((key) => [key, { enumerable: true, get() { throw new Error("no"); } }])))',
  'error with throwing getters': 'Object.defineProperties(new Error("boom"), Object.fromEntries(["stack", "message", "name", "code", "cause", "errors", "constructor"].map((key) => [key, { get() { throw new Error("no"); } }])))',
  'throwing methods': '({ toString() { throw new Error("no"); }, toJSON() { throw new Error("no"); }, valueOf() { throw new Error("no"); }, [Symbol.toPrimitive]() { throw new Error("no"); } })',
  'revoked proxy': '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
  'revoked error proxy': '(() => { const { proxy, revoke } = Proxy.revocable(new Error("boom"), {}); revoke(); return proxy; })()',
  'revoked function proxy': '(() => { const { proxy, revoke } = Proxy.revocable(() => 1, {}); revoke(); return proxy; })()',
  'proxy that throws': 'new Proxy(new Error("boom"), new Proxy({}, { get() { return () => { throw new Error("no"); }; } }))',
  'endless proxy': '(() => { const endless = () => new Proxy({}, { get: (_target, key) => (typeof key === "string" ? endless() : undefined), ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }) }); return endless(); })()',
  'long text': '"x".repeat(1e7)',
  'long text beyond ASCII': '"\\u{1f600}".repeat(3e6)',
  'lone surrogates': '"\\ud800".repeat(1e5)',
  'long message': 'new Error("x".repeat(1e7))',
  'long property': 'Object.assign(new Error("boom"), { body: "x".repeat(1e7), ["k".repeat(1e6)]: 1 })',
  'deep causes': '(() => { let error = new Error("deepest"); for (let n = 0; n < 1e5; n++) error = new Error("boom", { cause: error }); return error; })()',
  'circular cause': '(() => { const error = new Error("boom"); error.cause = error; return error; })()',
  'many errors': 'new AggregateError(Array.from({ length: 1e5 }, (_, n) => new Error("x" + n)), "boom")',
  'deep object': '(() => { let deep = {}; for (let n = 0; n < 1e5; n++) deep = { deep }; return deep; })()',
  'wide object': 'Object.fromEntries(Array.from({ length: 2e4 }, (_, n) => ["key" + n, n]))',
  'long list': 'new Array(1e6)',
  bytes: 'new Uint8Array(1e7)',
  'frozen error': 'Object.freeze(new Error("boom"))',
  'error of another realm': 'process.getBuiltinModule("node:vm").runInNewContext("new TypeError(\'boom\')")',
  'stack of the wrong kind': 'Object.assign(new Error("boom"), { stack: { not: "a text" }, message: 7, name: null })',
  'fake frames': 'Object.assign(new Error("boom"), { stack: "Error: boom\\n" + "    at f (/a.js:1:1)\\n".repeat(1e5) })',
  'poisoned keys': 'JSON.parse(\'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}\')',
  'invalid date': 'new Date(NaN)',
  promise: 'Promise.resolve(1)',
  generator: '(function* () { for (;;) yield 1; })()',
};

/**
 * Hands the value in wherever one fits. The message of the last capture says that the app is still
 * there; the app tells what was thrown at it.
 */
const app = (value: string): string => `
const tocsin = require('@tocsin/node');
const thrown = [];
const tryIt = (name, run) => { try { return run(); } catch (error) { thrown.push(name + ': ' + error); } };
tryIt('init', () => tocsin.init(${patiently}));
const value = ${value};
const uses = {
  setUser: () => tocsin.setUser({ id: value, nested: value }),
  setUserItself: () => tocsin.setUser(value),
  setTag: () => tocsin.setTag('tag', value),
  setTags: () => tocsin.setTags(value),
  setTagsOf: () => tocsin.setTags({ inner: value }),
  setExtra: () => tocsin.setExtra('extra', value),
  setExtras: () => tocsin.setExtras(value),
  setContext: () => tocsin.setContext('context', value),
  setContextOf: () => tocsin.setContext('contextOf', { value }),
  addBreadcrumb: () => tocsin.addBreadcrumb({ message: value, data: value, category: value }),
  addBreadcrumbItself: () => tocsin.addBreadcrumb(value),
  withScope: () => tocsin.withScope((scope) => { scope.setTag('t', value); scope.setFingerprint([value]); tocsin.captureMessage('in a scope'); }),
  captureException: () => tocsin.captureException(value),
  captureExceptionHint: () => tocsin.captureException(new Error('hinted'), value),
  captureExceptionContext: () => tocsin.captureException(new Error('with context'), { extra: { value }, tags: { value }, user: value, contexts: { value } }),
  captureMessage: () => tocsin.captureMessage(value),
  captureMessageHint: () => tocsin.captureMessage('message', value),
  captureEvent: () => tocsin.captureEvent(value),
  captureEventOf: () => tocsin.captureEvent({ message: value, extra: value, exception: { values: [value] }, event_id: value }),
  captureEventHint: () => tocsin.captureEvent({ message: 'event' }, value),
  errorHash: () => tocsin.errorHash(value),
  hashFromEventId: () => tocsin.hashFromEventId(value),
  eventIdFromHash: () => tocsin.eventIdFromHash(value),
  isolation: () => tocsin.withIsolationScope((scope) => { scope.setUser(value); scope.setLevel(value); scope.setTransactionName(value); tocsin.captureMessage('in isolation'); }),
};
for (const [name, use] of Object.entries(uses)) tryIt(name, use);
tryIt('last', () => tocsin.withIsolationScope((scope) => { scope.clear(); tocsin.captureMessage('still there'); }));
process.on('unhandledRejection', (reason) => thrown.push('rejection: ' + String(reason)));
tocsin.flush(10000).then((flushed) => console.log(JSON.stringify({ flushed, thrown, polluted: {}.polluted, stats: tocsin.stats().error })));
`;

/** Functions that throw when somebody calls them. */
const throwing = ['function', 'revoked function proxy'];

interface Told {
  readonly flushed: boolean;
  readonly thrown: readonly string[];
  readonly polluted?: unknown;
  readonly stats: { readonly captured: number; readonly sent: number; readonly pending: number; readonly dropped: Readonly<Record<string, number>> };
}

/** Our own code reads the values, the same on every Node: one of them is enough. */
describe.each(nodeBinaries().slice(0, 1))('on $name', ({ name, path }) => {
  it.concurrent.each(Object.entries(hostile).map(([what, value], index) => ({ what, value, index })))('$what', async ({ what, value, index }) => {
    const project = `${name}-${index}`;
    harness.folder.write(`${project}.cjs`, app(value));
    const { code, stdout, stderr } = await harness.folder.run(`${project}.cjs`, { node: path, monitored: false, env: { TOCSIN_DSN: harness.intake.dsn(project) } });
    // Calls that must be given something else say so, once each.
    const misused = /^\[tocsin\] T1012: (\w+\(\) must be given|The level of an event must be) .*\n/gm;
    const names = [...stderr.matchAll(misused)].map(([, called]) => called);
    expect(names).toEqual([...new Set(names)]);
    const others = stderr.replace(misused, '');
    // A function is a form of `captureContext`: it is called, and one that throws is told of, once.
    expect({ code, stderr: others }).toEqual({ code: 0, stderr: throwing.includes(what) ? expect.stringMatching(/^\[tocsin\] T2001: captureContext threw\. .*\n$/) : '' });
    const told: Told = JSON.parse(stdout);
    expect(told).toMatchObject({ flushed: true, thrown: [] });
    expect(told.polluted).toBeUndefined();
    expect(told.stats).toMatchObject({ sent: told.stats.captured, pending: 0, dropped: {} });

    const arrived = harness.intake.arrivals.filter((arrival) => arrival.project === project);
    expect(arrived.map(({ event }) => event.logentry?.formatted ?? event.message)).toContain('still there');
    expect(harness.intake.events(project)).toHaveLength(told.stats.captured);
    expect(Math.max(...arrived.map(({ size }) => size))).toBeLessThan(1_000_000);
  });
});
