import type { Slot } from './boxes';
import type { Stamp } from './file-name';
import type { Parcel } from './parcel-file';
import type { Shelf } from './shelf';

/** A parcel that is to be written, and has room. */
export interface Order {
  readonly parcel: Parcel;
  /** About as large as it will be. */
  readonly bytes: number;
  readonly stamp: Stamp;
  readonly slot: Slot;
  /** Until it is written, or never will be. */
  readonly written: Promise<void>;
  readonly end: () => void;
}

/** What is to be written and is not yet, with the room that is kept for it. */
export interface Orders {
  /** Oldest first. */
  readonly waiting: ReadonlySet<Order>;
  readonly add: (parcel: Parcel, bytes: number) => Order;
  /** One is written, or never will be. */
  readonly end: (order: Order) => void;
}

/** None yet. */
export const createOrders = (shelf: Shelf): Orders => {
  const waiting = new Set<Order>();
  return {
    waiting,
    add(parcel, bytes) {
      let end = (): void => undefined;
      const written = new Promise<void>((resolve) => {
        end = resolve;
      });
      const order: Order = { parcel, bytes, stamp: shelf.stamp(), slot: { state: 'waiting' }, written, end };
      waiting.add(order);
      shelf.reserve(bytes);
      return order;
    },
    end(order) {
      if (!waiting.delete(order)) return;
      shelf.reserve(-order.bytes);
      order.end();
    },
  };
};
