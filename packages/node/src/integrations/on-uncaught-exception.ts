import type { Integration } from '@tocsin/core';
import { captureException, getClient } from '@tocsin/core';
import { guard } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';

/** A thrown text has no stack; one made in the handler would only show the handler. */
const NO_STACK = { stack: 'unknown' };

/**
 * Captures what is about to end the process, and changes nothing about the ending: the monitor event
 * is seen before Node prints and dies. In Node's default mode, and in `strict`, rejections that
 * nobody handles come this way too. `speak` delivers the last words.
 *
 * In worker threads it does nothing: an error that ends a worker is thrown again in the thread that
 * started it, which reports it if nobody handles it there.
 */
export const onUncaughtExceptionIntegration = (speak: () => void): Integration => ({
  name: 'OnUncaughtException',
  setup(client) {
    const onError = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void =>
      // A throw in here would end the process with another exit code.
      guard(client.report, undefined, () => {
        if (getClient() !== client || !loadBuiltIn('node:worker_threads').isMainThread) return;
        const type = origin === 'unhandledRejection' ? 'auto.node.onunhandledrejection' : 'auto.node.onuncaughtexception';
        captureException(error, { mechanism: { type, handled: false }, captureContext: { level: 'fatal' }, syntheticException: NO_STACK });
        if (isDying()) speak();
      });
    process.on('uncaughtExceptionMonitor', onError);
    return () => void process.off('uncaughtExceptionMonitor', onError);
  },
});

/** Whether Node will end the process: nobody has taken the decision upon themselves. Otherwise we must not stand in the way. */
const isDying = (): boolean => process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback();
