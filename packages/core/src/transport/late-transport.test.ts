import { expect, it } from 'vitest';
import { fakeRuntime, parcelNamed } from '@tocsin/kit';
import { createLedger } from '../base/ledger';
import type { ClientTransport } from './late-transport';
import { lateTransport } from './late-transport';

const held = (whenOver?: (run: () => void) => void) => {
  const calls: string[] = [];
  const runs: (() => void)[] = [];
  const note = (name: string) => (): undefined => void calls.push(name);
  const make = (): ClientTransport => {
    calls.push('made');
    return { push: note('push'), noteDrop: note('noteDrop'), flush: () => Promise.resolve(calls.push('flush') > 0), flushSync: note('flushSync'), close: note('close') };
  };
  const runtime = fakeRuntime();
  const dsn = { scheme: 'http', publicKey: 'k', host: '127.0.0.1', path: '', projectId: '1' } as const;
  const late = lateTransport(whenOver ?? ((run) => void runs.push(run)), make)({ destination: { dsn, client: 'test/1' }, post: runtime.server.post, platform: runtime, ledger: createLedger(() => undefined), report: () => undefined, taken: new Set(), transportOptions: { bufferSize: 2500 } });
  return { calls, late, endStart: () => runs.forEach((run) => run()) };
};

const drop = { reason: 'before_send', category: 'error', quantity: 1 } as const;

it('is made by the first parcel, and once', () => {
  const { calls, late, endStart } = held();
  late.push(parcelNamed('a'));
  late.push(parcelNamed('b'));
  endStart();
  expect(calls).toEqual(['made', 'push', 'push']);
});

it.each([
  ['a drop, which the server is told of', 'noteDrop'],
  ['a flush', 'flush'],
  ['a close, so that what comes after it is dropped', 'close'],
] as const)('is made by %s', (_what, name) => {
  const { calls, late } = held();
  const deeds = { noteDrop: () => late.noteDrop(drop), flush: () => void late.flush(0, Promise.resolve()), close: () => late.close() };
  deeds[name]();
  expect(calls).toEqual(['made', name]);
});

it('is made when the start is over, for what a spool may hold', () => {
  const { calls, endStart } = held();
  expect(calls).toEqual([]);
  endStart();
  expect(calls).toEqual(['made']);
});

it('is made at once where nobody can tell when the start is over', () => {
  const { calls } = held(() => {
    throw new Error('no timers here');
  });
  expect(calls).toEqual(['made']);
});

it('is not made by the end of a process that had nothing to send', () => {
  const { calls, late } = held();
  late.flushSync(() => []);
  expect(calls).toEqual([]);
  late.push(parcelNamed('a'));
  late.flushSync(() => []);
  expect(calls).toEqual(['made', 'push', 'flushSync']);
});
