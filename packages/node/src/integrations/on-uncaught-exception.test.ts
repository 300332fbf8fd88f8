import { EventEmitter } from 'node:events';
import { stats } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { onUncaughtExceptionIntegration } from './on-uncaught-exception';

// What Node does at an uncaught error, up to the point where it would die. The whole is tried with
// real processes in test/e2e/crash-fidelity.test.ts.
const crash = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin = 'uncaughtException') => EventEmitter.prototype.emit.call(process, 'uncaughtExceptionMonitor', error, origin);

/** Whatever else listens (the test runner does) is put aside: only then is a process about to die. */
const withoutListeners = (): (() => void) => {
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  return () => others.forEach((listener) => process.on('uncaughtException', listener));
};

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo();
});

const start = () => {
  undoing.push(withoutListeners());
  const spoken: string[] = [];
  const lastWords = { standBy: () => void spoken.push(`${stats().error?.captured ?? 0} captured`), speak: () => void spoken.push(`${stats().error?.captured ?? 0} spoken`) };
  const runtime = Object.assign(fakeRuntime(), { lastWords });
  const client = initClient({ dsn: 'https://k@example.com/1', integrations: [onUncaughtExceptionIntegration()] }, runtime);
  undoing.push(() => client.close());
  return { client, runtime, spoken };
};

describe('OnUncaughtException', () => {
  it.each([
    ['uncaughtException', 'auto.node.onuncaughtexception'],
    ['unhandledRejection', 'auto.node.onunhandledrejection'],
  ] as const)('captures an %s as fatal and unhandled', async (origin, type) => {
    const { runtime } = start();
    crash(new RangeError('boom'), origin);
    await settle();
    expect(runtime.server.events()).toMatchObject([{ level: 'fatal', exception: { values: [{ type: 'RangeError', value: 'boom', mechanism: { type, handled: false } }] } }]);
  });

  it('makes up no stack for what has none', async () => {
    const { runtime } = start();
    crash('boom');
    await settle();
    expect(runtime.server.events()[0]?.exception?.values[0]).toEqual({ type: 'Error', value: 'boom', mechanism: { type: 'auto.node.onuncaughtexception', handled: false, synthetic: true } });
  });

  it('speaks the last words when nobody else decides about the end, and says beforehand that it will', () => {
    const { spoken } = start();
    crash(new Error('boom'));
    expect(spoken).toEqual(['0 captured', '1 spoken']);
  });

  it('does not make a process wait that lives on, because it has a handler', async () => {
    const { spoken, runtime } = start();
    const handler = (): void => undefined;
    process.on('uncaughtException', handler);
    undoing.push(() => process.off('uncaughtException', handler));
    crash(new Error('boom'));
    await settle();
    expect(spoken).toEqual([]);
    expect(runtime.server.events()).toHaveLength(1);
  });

  it('nor one that has a capture callback', () => {
    const { spoken } = start();
    process.setUncaughtExceptionCaptureCallback(() => undefined);
    undoing.push(() => process.setUncaughtExceptionCaptureCallback(null));
    crash(new Error('boom'));
    expect(spoken).toEqual([]);
  });

  it('leaves errors to the newer client when there are two', async () => {
    const first = start();
    const second = start();
    crash(new Error('boom'));
    await settle();
    expect(first.runtime.server.events()).toEqual([]);
    expect(second.runtime.server.events()).toHaveLength(1);
  });

  it('throws nothing, whatever fails inside: that would end the process with another exit code', () => {
    undoing.push(withoutListeners());
    const runtime = Object.assign(fakeRuntime(), { lastWords: { standBy: () => undefined, speak: () => { throw new Error('ours'); } } });
    const client = initClient({ dsn: 'https://k@example.com/1', integrations: [onUncaughtExceptionIntegration()] }, runtime);
    undoing.push(() => client.close());
    expect(() => crash(new Error('boom'))).not.toThrow();
    expect(runtime.reported).toMatchObject([{ code: 'T2003' }]);
  });

  it('tells of a promise of onFatalError that fails, and makes no further error of it', async () => {
    undoing.push(withoutListeners());
    const runtime = fakeRuntime();
    const seen: unknown[] = [];
    const rejected = (error: unknown): void => void seen.push(error);
    process.on('unhandledRejection', rejected);
    undoing.push(() => process.off('unhandledRejection', rejected));
    const onFatalError = async (): Promise<void> => {
      await Promise.resolve();
      throw new Error('no network');
    };
    const client = initClient({ dsn: 'https://k@example.com/1', integrations: [onUncaughtExceptionIntegration({ onFatalError })] }, runtime);
    undoing.push(() => client.close());
    EventEmitter.prototype.emit.call(process, 'uncaughtException', new Error('boom'), 'uncaughtException');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual([]);
    expect(runtime.reported).toMatchObject([{ code: 'T2001', detail: 'onFatalError rejected' }]);
  });

  it('takes its listener back when the client closes', async () => {
    const before = process.listenerCount('uncaughtExceptionMonitor');
    const { client } = start();
    expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(before + 1);
    await client.close();
    expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(before);
  });
});
