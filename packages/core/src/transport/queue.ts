import { createIdlers } from './idlers';
import type { Parcel } from './parcel';
import type { Send, SendResult } from './send';

/** How a parcel left the queue: the server's answer, or no room for it. */
export type QueueExit = SendResult | { readonly kind: 'evicted' } | { readonly kind: 'closed' };

/** Bounds and ends of a queue. */
export interface QueueOptions {
  readonly send: Send;
  /** Parcels waiting, at most; those in flight do not count. */
  readonly capacity: number;
  /** Requests at a time. */
  readonly concurrency: number;
  /** Hears of each parcel exactly once, when it leaves. */
  readonly onExit: (parcel: Parcel, exit: QueueExit) => void;
}

/** Parcels between the pipeline and the server. */
export interface Queue {
  push(parcel: Parcel): void;
  /** Waiting and in flight, oldest first. */
  pending(): readonly Parcel[];
  /** Resolves when nothing is pending. */
  idle(): Promise<void>;
  /**
   * Takes all parcels out, those in flight included, without telling `onExit`: the caller answers
   * for them from now on. For a dying process, which has no event loop to wait for answers.
   */
  takeAll(): readonly Parcel[];
  /** Everything pending exits as `closed`, and so does what is pushed later. */
  close(): void;
}

/**
 * A bounded queue with a few requests in flight. Sending starts in a microtask, never inside
 * `push`: the crash path pushes and then takes everything out again, before any byte was written.
 */
export const createQueue = ({ send, capacity, concurrency, onExit }: QueueOptions): Queue => {
  const waiting: Parcel[] = [];
  const inFlight = new Set<Parcel>();
  const idlers = createIdlers(() => waiting.length === 0 && inFlight.size === 0);
  let pumping = false;
  let closed = false;

  const launch = async (parcel: Parcel): Promise<void> => {
    inFlight.add(parcel);
    const result = await send(parcel);
    // Taken out or closed in the meantime: somebody else has answered for it.
    if (!inFlight.delete(parcel)) return;
    onExit(parcel, result);
    pump();
    idlers.settle();
  };

  const pump = (): void => {
    while (inFlight.size < concurrency) {
      const next = waiting.shift();
      if (!next) return;
      void launch(next);
    }
  };

  const schedulePump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    await Promise.resolve();
    pumping = false;
    pump();
  };

  const takeAll = (): readonly Parcel[] => {
    const all = [...inFlight, ...waiting.splice(0)];
    inFlight.clear();
    idlers.settle();
    return all;
  };

  return {
    push(parcel) {
      if (closed) return onExit(parcel, { kind: 'closed' });
      waiting.push(parcel);
      const evicted = waiting.length > capacity ? evict(waiting) : undefined;
      if (evicted) onExit(evicted, { kind: 'evicted' });
      void schedulePump();
    },
    pending: () => [...inFlight, ...waiting],
    idle: idlers.wait,
    takeAll,
    close() {
      closed = true;
      takeAll().forEach((parcel) => onExit(parcel, { kind: 'closed' }));
    },
  };
};

/**
 * Makes room: the oldest parcel of the issue that has most waiting goes, so that a flood of one
 * issue cannot push out the only event of another. When every issue has one, the newcomer goes.
 */
const evict = (waiting: Parcel[]): Parcel | undefined => {
  const counts = new Map<string, number>();
  for (const { issue } of waiting) counts.set(issue, (counts.get(issue) ?? 0) + 1);
  const [loudest, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  const at = most > 1 ? waiting.findIndex(({ issue }) => issue === loudest) : waiting.length - 1;
  return waiting.splice(at, 1)[0];
};
