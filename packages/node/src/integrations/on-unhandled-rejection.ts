import type { Client, Integration, Undo } from '@tocsin/core';
import { captureException, getClient } from '@tocsin/core';
import { guard } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import type { RejectionMode } from '../rejection-mode';
import { rejectionMode } from '../rejection-mode';

const EVENT = 'unhandledRejection';

/** A rejected text has no stack; one made in the handler would only show the handler. */
const NO_STACK = { stack: 'unknown' };

/**
 * Captures rejections that nobody handles and that do not end the process; those that do are seen by
 * `onUncaughtExceptionIntegration`. Nothing about their treatment changes: a listener of ours is
 * there only where it decides nothing, which is where the app has one of its own, and in the modes
 * `warn` and `none`. In `warn-with-error-code` any listener would save the process from its exit
 * code, so there `process.emit` is looked into; the only trace of it is a line in the stacks of errors
 * that listeners of `process` throw.
 *
 * In worker threads it does nothing: there rejections end the worker, and its parent hears of it.
 */
export const onUnhandledRejectionIntegration = (mode: RejectionMode = rejectionMode(process.execArgv, process.env['NODE_OPTIONS'])): Integration => ({
  name: 'OnUnhandledRejection',
  setup(client) {
    const onRejection = (reason: unknown): void => capture(client, reason);
    if (mode === 'throw') return besideOthers(onRejection);
    if (mode === 'warn-with-error-code') return insideEmit(onRejection);
    // What is strict throws first, and the monitor sees it.
    return mode === 'strict' ? undefined : listening(onRejection);
  },
});

const capture = (client: Client, reason: unknown): void =>
  // A throw in here would become an uncaught error of the app.
  guard(client.report, undefined, () => {
    if (getClient() !== client || !loadBuiltIn('node:worker_threads').isMainThread) return;
    captureException(reason, { mechanism: { type: 'auto.node.onunhandledrejection', handled: false }, syntheticException: NO_STACK });
  });

type Listener = (reason: unknown) => void;

const listening = (listener: Listener): Undo => {
  process.on(EVENT, listener);
  return () => void process.off(EVENT, listener);
};

/** Listens only while somebody else does. */
const besideOthers = (listener: Listener): Undo => {
  let leave: Undo | undefined;
  const join = (): void => {
    leave ??= listening(listener);
  };
  const onNew = (event: string | symbol, added: unknown): void => {
    if (event === EVENT && added !== listener) join();
  };
  const onRemoved = (event: string | symbol, removed: unknown): void => {
    if (event !== EVENT || removed === listener || process.listeners(EVENT).some((other) => other !== listener)) return;
    leave?.();
    leave = undefined;
  };
  if (process.listenerCount(EVENT) > 0) join();
  process.on('newListener', onNew);
  process.on('removeListener', onRemoved);
  return () => {
    process.off('newListener', onNew);
    process.off('removeListener', onRemoved);
    leave?.();
  };
};

/** Sees the event without being one of its listeners. What others have put around ours meanwhile stays; ours then only passes on. */
const insideEmit = (listener: Listener): Undo => {
  const own = Object.getOwnPropertyDescriptor(process, 'emit');
  const { emit } = process;
  let active = true;
  const passThrough = function (this: NodeJS.Process, ...event: unknown[]): boolean {
    if (active && event[0] === EVENT) listener(event[1]);
    return Reflect.apply(emit, this, event);
  };
  Reflect.defineProperty(process, 'emit', { value: passThrough, configurable: true, writable: true, enumerable: own?.enumerable ?? false });
  return () => {
    active = false;
    if (Object.getOwnPropertyDescriptor(process, 'emit')?.value !== passThrough) return;
    if (own) Object.defineProperty(process, 'emit', own);
    else Reflect.deleteProperty(process, 'emit');
  };
};
