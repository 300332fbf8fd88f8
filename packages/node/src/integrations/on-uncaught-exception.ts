import { setImmediate } from 'node:timers';
import type { Integration, Report, Undo } from '@tocsin/core';
import { captureException } from '@tocsin/core';
import { attemptOr, whileBound } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { call, flag } from '../options/kinds';
import { nodeRuntimeOf } from '../runtime';
import { besideOthers, NO_STACK } from './beside-others';
import { listening } from './own-listeners';

/** Options of {@link onUncaughtExceptionIntegration}. By default nothing about the end of a process changes. */
export interface UncaughtExceptionOptions {
  /**
   * Ends the process with code 1 although the app has listeners for `uncaughtException`, once they have all had
   * their turn. Default `false`: where there are any, they decide.
   */
  readonly exitEvenIfOtherHandlersAreRegistered?: boolean | undefined;
  /**
   * Called in place of the end, with the first error that would have ended the process, and with a later one as
   * well if there is one. The process lives on unless it is ended in there: `await flush()` first. That a promise of its own fails is told (T2001),
   * and no error of the process. Default: it dies as it would without us.
   */
  readonly onFatalError?: ((firstError: unknown, secondError?: unknown) => unknown) | undefined;
}

const kinds: KindsOf<UncaughtExceptionOptions> = { exitEvenIfOtherHandlersAreRegistered: flag, onFatalError: call };

/**
 * Captures what is about to end the process, and changes nothing about the ending unless an option says so: the
 * monitor event is seen before Node prints and dies. In Node's default mode, and in `strict`, rejections that
 * nobody handles come this way too.
 *
 * In worker threads it does nothing: an error that ends a worker is thrown again in the thread that
 * started it, which reports it if nobody handles it there.
 */
export const onUncaughtExceptionIntegration = (options?: UncaughtExceptionOptions): Integration => ({
  name: 'OnUncaughtException',
  setup(client) {
    const runtime = client.part(nodeRuntimeOf);
    const onError = whileBound(client, (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => {
      if (!loadBuiltIn('node:worker_threads').isMainThread) return;
      if (isDying()) runtime?.lastWords?.standBy();
      const type = origin === 'unhandledRejection' ? 'auto.node.onunhandledrejection' : 'auto.node.onuncaughtexception';
      captureException(error, { mechanism: { type, handled: false }, captureContext: { level: 'fatal' }, syntheticException: NO_STACK });
      if (isDying()) runtime?.lastWords?.speak();
      // A handler that throws ends the process, and nobody is asked any more.
      else runtime?.secure?.();
    });
    const ignore = listening('uncaughtExceptionMonitor', onError);
    const leave = decideAboutEnd(usableOptions(options, kinds, { name: 'OnUncaughtException', report: client.report }), client.report);
    return () => {
      ignore();
      leave();
    };
  },
});

/** What the options ask for; without them nobody listens. */
const decideAboutEnd = (options: UncaughtExceptionOptions, report: Report): Undo => (options.onFatalError || options.exitEvenIfOtherHandlersAreRegistered ? decideAs(options, report) : () => undefined);

/** Of the two options at least one is there. */
const decideAs = ({ exitEvenIfOtherHandlersAreRegistered: always = false, onFatalError }: UncaughtExceptionOptions, report: Report): Undo => {
  let first: { readonly error: unknown } | undefined;
  if (onFatalError) {
    const onFatal = (error: unknown): void => {
      if (!always && process.listenerCount('uncaughtException') > 1) return;
      // What it throws is the app's, and ends the process as an error in any listener does.
      const answer: unknown = first ? onFatalError(first.error, error) : onFatalError((first = { error }).error);
      // Its own failure would come here again, as an error of the process.
      void Promise.resolve(answer).catch((cause: unknown) => report({ code: 'T2001', detail: 'onFatalError rejected', cause }));
    };
    return listening('uncaughtException', onFatal);
  }
  return besideOthers('uncaughtException', (error) => {
    if (first) return;
    first = { error };
    // The other listeners come first, whoever was there before.
    setImmediate(() => {
      process.stderr.write(`${attemptOr('An uncaught error', () => String(error instanceof Error ? (error.stack ?? error) : error))}\n`);
      process.exit(1);
    });
  });
};

/** Whether Node will end the process: nobody has taken the decision upon themselves. Otherwise we must not stand in the way. */
const isDying = (): boolean => process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback();
