import type { Clock, RandomSource, Timers } from '../base/clock';
import type { Report } from '../base/diagnostics';
import { attemptOr } from '../base/fences';
import type { Drop, DropReason, Ledger } from '../base/ledger';
import type { Milliseconds } from '../base/units';
import { createClientReports } from './client-reports';
import type { Parcel } from './parcel';
import { encodeParcel } from './parcel';
import type { Queue, QueueExit } from './queue';
import { createQueue } from './queue';
import type { Answer, Post, PostSync } from './post';
import type { SendResult } from './send';
import { readAnswer, sendOver } from './send';
import { createSleeper } from './sleeper';
import { withLimits } from './with-limits';
import { withRetry } from './with-retry';

/**
 * Parcels in memory, at most. At a typical 5 KB each this is about 12 MB. Room for the worst that
 * flood control lets through at once: the first event and the trailing one of each of a thousand
 * issues, and the burst over everything.
 */
const QUEUE_CAPACITY = 2500;

/** Requests at a time: enough to hide latency, few enough for a process with 256 file descriptors. */
export const CONCURRENCY = 4;

/** What a transport is made of. */
export interface TransportOptions {
  readonly post: Post;
  readonly platform: Clock & Timers & Pick<RandomSource, 'random'>;
  readonly ledger: Ledger;
  readonly report: Report;
  /** Hears of parcels that will never arrive. */
  readonly onLost: (id: string) => void;
  /** Whether the server is told what was dropped. Default `true`. */
  readonly clientReports?: boolean | undefined;
  readonly capacity?: number | undefined;
}

/** Takes parcels and brings them to the server; every one ends in the ledger. */
export interface Transport extends Pick<Queue, 'push'> {
  /** To be told of each drop, for the next client report. */
  noteDrop(drop: Drop): void;
  /** Waits for `first`, until nothing is pending, and for a client report; `false` when the time was up before. */
  flush(timeout: Milliseconds, first: Promise<unknown>): Promise<boolean>;
  /** Delivers everything pending without an event loop; what is not acknowledged is counted as dropped (`network_error`). There is no time for a client report. */
  flushSync(post: PostSync): void;
  /** Stops. What is still pending is counted as dropped (`closed`). */
  close(): void;
}

/** What each end counts as. `failed` is final here: retrying is over. */
const reasons: Readonly<Record<Exclude<QueueExit['kind'], 'accepted'>, DropReason>> = {
  refused: 'send_error',
  limited: 'ratelimit_backoff',
  held: 'ratelimit_backoff',
  failed: 'network_error',
  evicted: 'queue_overflow',
  closed: 'closed',
};

/** The transport in memory: queue → retry → limits → post. */
export const createTransport = ({ post, platform, ledger, report, onLost, clientReports = true, capacity = QUEUE_CAPACITY }: TransportOptions): Transport => {
  const now = () => platform.now();
  const random = () => platform.random();
  const sleeper = createSleeper(platform);
  const onFailure = (result: SendResult): void => {
    if (result.kind === 'failed') report({ code: 'T3003', detail: result.detail });
  };
  const sendOnce = withLimits(sendOver(post, now), now);
  const reports = clientReports ? createClientReports({ sendOnce, platform }) : undefined;
  const send = withRetry(sendOnce, { sleeper, now, random, onFailure });

  const settle = (parcel: Parcel, exit: QueueExit): void => {
    if (exit.kind === 'accepted') return ledger.move('pending', 'sent', parcel);
    onLost(parcel.id);
    if (exit.kind === 'refused') report({ code: 'T3002', detail: exit.detail });
    ledger.move('pending', reasons[exit.kind], { ...parcel, byServer: exit.kind === 'limited' });
  };
  const queue = createQueue({ send, capacity, concurrency: CONCURRENCY, onExit: settle });

  return {
    push: queue.push,
    noteDrop: (drop) => reports?.note(drop),
    flush: (timeout, first) =>
      new Promise((resolve) => {
        const cancel = platform.after(timeout, () => resolve(false), true);
        sleeper.wake();
        const finish = async (): Promise<void> => {
          await first;
          await queue.idle();
          await reports?.send();
          cancel();
          resolve(true);
        };
        void finish();
      }),
    flushSync(postSync) {
      const parcels = queue.takeAll();
      if (parcels.length === 0) return;
      const answers = attemptOr<readonly (Answer | undefined)[]>([], () => postSync(parcels.map((parcel) => encodeParcel(parcel, now()))));
      parcels.forEach((parcel, index) => {
        const answer = answers[index];
        settle(parcel, answer ? readAnswer(answer, now()) : { kind: 'failed', limits: [], detail: 'no answer before the process ended' });
      });
    },
    close() {
      sleeper.stop();
      queue.close();
      reports?.stop();
    },
  };
};
