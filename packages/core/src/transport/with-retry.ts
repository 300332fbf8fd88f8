import type { EpochMilliseconds, Milliseconds } from '../base/units';
import { backoff } from './backoff';
import type { Send, SendResult } from './send';
import type { Sleeper } from './sleeper';

/** After this long a parcel in memory is given up: old news, and others wait for its place. */
const GIVE_UP_AFTER: Milliseconds = 15 * 60_000;

/** What retrying needs. */
export interface RetryOptions {
  readonly sleeper: Sleeper;
  readonly now: () => EpochMilliseconds;
  readonly random: () => number;
  /** Hears of each failure, also of those that are retried. */
  readonly onFailure: (result: SendResult) => void;
}

/**
 * Tries again after `failed`, with jittered, doubling delays, until it is told to stop or 15 minutes
 * have passed. What has no id is tried again only while the server has surely nothing of it: no server
 * could tell the second one from the first.
 */
export const withRetry =
  (send: Send, { sleeper, now, random, onFailure }: RetryOptions): Send =>
  async (parcel) => {
    const giveUpAt = now() + GIVE_UP_AFTER;
    for (let failures = 1; ; failures++) {
      const result = await send(parcel);
      if (result.kind !== 'failed') return result;
      onFailure(result);
      const goOn = (parcel.id || result.unsent) && now() < giveUpAt && (await sleeper.sleep(backoff(failures, random())));
      if (!goOn) return result;
    }
  };
