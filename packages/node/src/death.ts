import type { Health } from './transport/health';
import { uptime } from './uptime';

/** What a dying process has for its last words, milliseconds, where nothing usable is said. */
export const SHUTDOWN_TIMEOUT = 1000;

/** The wait when the server did not answer last time, milliseconds. */
const HOPELESS_TIMEOUT = 200;

/** Of a death's time, what is left for putting away what did not go out, and for waking up late: a share, and the least that it is, milliseconds. */
const TIDYING = { share: 1 / 40, least: 5 };

/** The end of the process: one for all of its clients. */
export interface Death {
  /** When it began, by the process's uptime in milliseconds; `undefined` while the process lives. */
  since?: number | undefined;
}

/** Milliseconds that are left for a server of such health. A process dies once: who asks first starts the time, and all share it. */
export const timeLeft = (death: Death, timeout: number, { lastSendFailed }: Health): number => {
  death.since ??= uptime();
  const forSending = timeout - Math.max(TIDYING.least, timeout * TIDYING.share);
  return death.since + (lastSendFailed ? Math.min(forSending, HOPELESS_TIMEOUT) : forSending) - uptime();
};
