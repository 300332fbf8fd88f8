import { initClient } from '@tocsin/core/platform';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RejectionMode } from './rejection-mode';
import { onUnhandledRejectionIntegration } from './on-unhandled-rejection';

// What Node does with a rejection, up to where it decides; the whole is tried with real processes in
// test/e2e/crash-fidelity.test.ts.

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo();
});

const withoutListeners = (): void => {
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  undoing.push(() => others.forEach((listener) => process.on('unhandledRejection', listener)));
};

const start = (mode: RejectionMode) => {
  withoutListeners();
  const runtime = fakeRuntime();
  const client = initClient({ dsn: 'https://k@example.com/1', integrations: [onUnhandledRejectionIntegration({}, mode)] }, runtime);
  undoing.push(() => client.close());
  return { client, runtime };
};

/** What Node calls; the answer decides about the end. */
const reject = (reason: unknown): boolean => process.emit('unhandledRejection', reason, Promise.resolve());

const handler = (): void => undefined;
const listen = (): void => {
  process.on('unhandledRejection', handler);
  undoing.push(() => process.off('unhandledRejection', handler));
};

const traces = () => ({ names: process.eventNames().map((name) => [name, process.listenerCount(name)]), emit: Object.getOwnPropertyDescriptor(process, 'emit') });

describe('OnUnhandledRejection', () => {
  it.each(['throw', 'strict', 'warn-with-error-code'] as const)('decides nothing in mode %s: nobody has handled it', (mode) => {
    start(mode);
    expect(reject(new Error('boom'))).toBe(false);
  });

  it.each(['throw', 'warn', 'none', 'warn-with-error-code'] as const)('captures in mode %s what the app listens to', async (mode) => {
    const { runtime } = start(mode);
    listen();
    expect(reject(new RangeError('boom'))).toBe(true);
    await settle();
    expect(runtime.server.events()).toMatchObject([{ level: 'error', exception: { values: [{ type: 'RangeError', value: 'boom', mechanism: { type: 'auto.node.onunhandledrejection', handled: false } }] } }]);
  });

  it.each(['warn', 'none', 'warn-with-error-code'] as const)('captures in mode %s also where nobody listens', async (mode) => {
    const { runtime } = start(mode);
    reject(new Error('boom'));
    await settle();
    expect(runtime.server.events()).toHaveLength(1);
  });

  it('leaves to the monitor what ends the process', async () => {
    const { runtime } = start('throw');
    reject(new Error('boom'));
    await settle();
    expect(runtime.server.events()).toEqual([]);
  });

  it('does not stand alone once the last listener of the app is gone', () => {
    start('throw');
    listen();
    process.once('unhandledRejection', handler);
    process.off('unhandledRejection', handler);
    process.off('unhandledRejection', handler);
    expect(process.listenerCount('unhandledRejection')).toBe(0);
    expect(reject(new Error('boom'))).toBe(false);
  });

  it('is there for a listener that takes one rejection only, and gone with it', async () => {
    const { runtime } = start('throw');
    process.once('unhandledRejection', handler);
    expect(reject(new Error('boom'))).toBe(true);
    expect(process.listenerCount('unhandledRejection')).toBe(0);
    await settle();
    expect(runtime.server.events()).toHaveLength(1);
  });

  it.each(['throw', 'strict', 'warn', 'none', 'warn-with-error-code'] as const)('leaves nothing behind in mode %s', async (mode) => {
    const before = traces();
    const { client } = start(mode);
    listen();
    await client.close();
    process.off('unhandledRejection', handler);
    await Promise.all(undoing.splice(0).reverse().map((undo) => undo()));
    expect(traces()).toEqual(before);
  });

  it('keeps what others have put around emit', async () => {
    const { client, runtime } = start('warn-with-error-code');
    const { emit } = process;
    const seen: unknown[] = [];
    const others = vi.spyOn(process, 'emit').mockImplementation((...event) => {
      seen.push(event[0]);
      return Reflect.apply(emit, process, event);
    });
    undoing.push(() => {
      others.mockRestore();
      Reflect.deleteProperty(process, 'emit');
    });
    await client.close();
    reject(new Error('boom'));
    await settle();
    expect(seen).toContain('unhandledRejection');
    expect(runtime.server.events()).toEqual([]);
  });

  it('captures a reason that is no error', async () => {
    const { runtime } = start('warn');
    reject({ status: 7 });
    await settle();
    expect(runtime.server.events()).toMatchObject([{ exception: { values: [{ value: 'Object thrown, with keys: status', mechanism: { synthetic: true } }] } }]);
  });
});
