import { createIdlers } from './idlers';
import type { Parcel } from './parcel';
import type { Send, SendResult } from './send';
import { createWaiting } from './waiting';

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
  /** Resolves when nothing is pending. */
  idle(): Promise<void>;
  /**
   * Takes all parcels out, those in flight included, without telling `onExit`: the caller answers
   * for them from now on. For a dying process, which has no event loop to wait for answers. What is in
   * flight without an id stays: sent again, no server could tell it from the first.
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
  const waiting = createWaiting();
  const inFlight = new Set<Parcel>();
  const idlers = createIdlers(() => waiting.size() === 0 && inFlight.size === 0);
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
      const next = waiting.takeOldest();
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
    const again = [...inFlight].filter(({ id }) => id || closed);
    const all = [...again, ...waiting.all()];
    waiting.clear();
    again.forEach((parcel) => inFlight.delete(parcel));
    idlers.settle();
    return all;
  };

  return {
    push(parcel) {
      if (closed) return onExit(parcel, { kind: 'closed' });
      waiting.add(parcel);
      const evicted = waiting.size() > capacity ? waiting.makeRoom(parcel) : undefined;
      if (evicted) onExit(evicted, { kind: 'evicted' });
      void schedulePump();
    },
    idle: idlers.wait,
    takeAll,
    close() {
      closed = true;
      takeAll().forEach((parcel) => onExit(parcel, { kind: 'closed' }));
    },
  };
};
