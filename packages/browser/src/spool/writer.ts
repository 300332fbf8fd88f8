import type { Parcel, Write } from './database';
import { apply } from './database';
import type { SpoolParts } from './take';

/** Resolves when it is written what becomes of a parcel. `isLast`: what is asked for in this task are the page's last words. */
export type Writer = (parcel: Parcel, what: Write, isLast?: boolean) => Promise<void>;

/**
 * Whatever is asked for in one task is one transaction, the last word on each parcel alone, and committed
 * at once: a page that goes has time for no more, hears of no answer, and what is not committed goes with it.
 * Its last words go into the journal, as far as there is room.
 */
export const createWriter = ({ transact, journal }: Pick<SpoolParts, 'transact' | 'journal'>): Writer => {
  let due = new Map<Parcel, Write>();
  let running = Promise.resolve();
  let isGoing = false;

  const run = async (): Promise<void> => {
    await Promise.resolve();
    const all = [...due.values()];
    due = new Map();
    const rest = isGoing ? journal.write(all) : all;
    isGoing = false;
    if (!rest[0]) return;
    await transact(async (store) => {
      for (const write of rest) apply(store, write);
      store.transaction.commit();
    });
  };

  return (parcel, what, isLast = false) => {
    isGoing ||= isLast;
    if (due.size === 0) running = run();
    due.set(parcel, what);
    return running;
  };
};
