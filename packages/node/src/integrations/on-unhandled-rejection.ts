import type { Integration, Undo } from '@tocsin/core';
import { captureException } from '@tocsin/core';
import { attemptOr, whileBound } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { besideOthers, NO_STACK } from './beside-others';
import { listening } from './own-listeners';
import type { RejectionMode } from './rejection-mode';
import { rejectionMode } from './rejection-mode';

const EVENT = 'unhandledRejection';

/**
 * Captures rejections that nobody handles and that do not end the process; those that do are seen by
 * `onUncaughtExceptionIntegration`. Nothing about their treatment changes: a listener of ours is
 * there only where it decides nothing, which is where the app has one of its own, and in the modes
 * `warn` and `none`. In `warn-with-error-code` any listener would save the process from its exit
 * code, so there `process.emit` is looked into; the only trace of it is a line in the stacks of errors
 * that listeners of `process` throw.
 *
 * Bun shows rejections to listeners alone; what ours sees there is given back, and ends the process as ever.
 *
 * In worker threads it does nothing: there rejections end the worker, and its parent hears of it.
 */
export const onUnhandledRejectionIntegration = (options?: UnhandledRejectionOptions, runtime = modeOfRuntime()): Integration => ({
  name: 'OnUnhandledRejection',
  setup(client) {
    const { mode } = usableOptions(options, kinds, { name: 'OnUnhandledRejection', report: client.report });
    const onRejection = whileBound(client, capture);
    if (mode === 'none' || mode === 'warn' || mode === 'strict') return listening(EVENT, deciding(mode, onRejection));
    if (runtime === 'throw') return process.versions.bun === undefined ? besideOthers(EVENT, onRejection) : handingBack(onRejection);
    if (runtime === 'warn-with-error-code') return insideEmit(onRejection);
    // What is strict throws first, and the monitor sees it.
    return runtime === 'strict' ? undefined : listening(EVENT, onRejection);
  },
});

/** Options of {@link onUnhandledRejectionIntegration}. */
export interface UnhandledRejectionOptions {
  /**
   * Decides in the runtime's place what becomes of a rejection that nobody handles: `none` goes on in silence, `warn`
   * prints it and goes on, `strict` prints it and ends the process with code 1. Default: as without us, which is what
   * `--unhandled-rejections` says.
   */
  readonly mode?: 'none' | 'warn' | 'strict' | undefined;
}

const kinds: KindsOf<UnhandledRejectionOptions> = { mode: { must: 'none, warn or strict', fits: (value) => ['none', 'warn', 'strict'].includes(String(value)) } };

/** Some environments have put a `process` of their own in the place of Node's. */
const modeOfRuntime = (): RejectionMode => attemptOr('throw', () => rejectionMode(process.execArgv, attemptOr(undefined, () => process.env['NODE_OPTIONS'])));

/** With a listener that decides nobody else does. What the app's own listeners print stays. */
const deciding =
  (mode: NonNullable<UnhandledRejectionOptions['mode']>, listener: Listener): Listener =>
  (reason) => {
    listener(reason);
    if (mode === 'none') return;
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : reason;
    process.stderr.write(`${attemptOr('A rejection that nobody handles', () => String(text))}\n`);
    // The last words are spoken at the exit.
    if (mode === 'strict') process.exit(1);
  };

const capture = (reason: unknown): void => {
  if (loadBuiltIn('node:worker_threads').isMainThread) captureException(reason, { mechanism: { type: 'auto.node.onunhandledrejection', handled: false }, syntheticException: NO_STACK });
};

type Listener = (reason: unknown) => void;

/**
 * For Bun, where the monitor does not hear of rejections: alone, it gives the rejection back once it has seen it.
 * Nobody listens then, and the process ends as it would have.
 */
const handingBack = (listener: Listener): Undo => {
  const leave = listening(EVENT, onRejection);
  function onRejection(reason: unknown): void {
    listener(reason);
    if (process.listenerCount(EVENT) > 1) return;
    leave();
    void Promise.reject(reason);
  }
  return leave;
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
