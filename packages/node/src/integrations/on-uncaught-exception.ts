import type { Integration } from '@tocsin/core';
import { captureException, getClient } from '@tocsin/core';
import type { LastWords } from './last-words';

/**
 * Captures what is about to end the process, and changes nothing about the ending: the monitor event
 * is seen before Node prints and dies. In Node's default mode, and in `strict`, rejections that
 * nobody handles come this way too.
 */
export const onUncaughtExceptionIntegration = (lastWords: LastWords): Integration => ({
  name: 'OnUncaughtException',
  setup(client) {
    const onError = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void => {
      if (getClient() !== client) return;
      const type = origin === 'unhandledRejection' ? 'auto.node.onunhandledrejection' : 'auto.node.onuncaughtexception';
      captureException(error, { mechanism: { type, handled: false }, captureContext: { level: 'fatal' } });
      if (isDying()) lastWords.speak(client);
    };
    process.on('uncaughtExceptionMonitor', onError);
    return () => void process.off('uncaughtExceptionMonitor', onError);
  },
});

/** Whether Node will end the process: nobody has taken the decision upon themselves. Otherwise we must not stand in the way. */
const isDying = (): boolean => process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback();
