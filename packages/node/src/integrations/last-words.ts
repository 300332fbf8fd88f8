import type { Client, Integration } from '@tocsin/core';
import { createPostSync } from '../post-sync';
import type { Health } from '../sender';

/** How long a dying process waits for its last events, milliseconds, unless `shutdownTimeout` says otherwise. */
const SHUTDOWN_TIMEOUT = 1000;

/** The same when the server did not answer last time. */
const HOPELESS_TIMEOUT = 200;

/** Delivers what is pending before the process is gone. */
export interface LastWords {
  /** One deadline per death: the first call starts it, later ones share what is left. Nothing pending costs nothing. */
  speak(client: Client): void;
}

/** The state of one death. */
export const createLastWords = (health: Health): LastWords => {
  let deadline: number | undefined;

  const left = (client: Client): number => {
    const whole = client.getOptions().shutdownTimeout ?? SHUTDOWN_TIMEOUT;
    deadline ??= performance.now() + (health.lastSendFailed ? Math.min(whole, HOPELESS_TIMEOUT) : whole);
    return deadline - performance.now();
  };

  return {
    speak(client) {
      const destination = client.getDestination();
      if (!destination) return;
      try {
        client.flushSync(createPostSync(destination, () => left(client)));
      } catch (error) {
        // No threads (permission model, resource limits): the events are counted as lost.
        client.report({ code: 'T3005', cause: error });
      }
    },
  };
};

/** `process.exit()` and the natural end: what is still pending goes out from the `exit` event. */
export const lastWordsIntegration = (lastWords: LastWords): Integration => ({
  name: 'LastWords',
  setup(client) {
    const onExit = (): void => lastWords.speak(client);
    process.on('exit', onExit);
    return () => void process.off('exit', onExit);
  },
});
