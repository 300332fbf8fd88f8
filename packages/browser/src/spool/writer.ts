import type { Parcel, Write } from './database';
import { apply } from './database';
import type { SpoolParts } from './take';

/** Does one write for a parcel, and resolves when it is done. `isLast`: all writes of this task are the page's last words. */
export type Writer = (parcel: Parcel, what: Write, isLast?: boolean) => Promise<void>;

/**
 * Gathers the writes of one task, of each parcel the latest alone, into one transaction, which is committed at once:
 * a page that goes has time for no more, hears of no answer, and what is not committed goes with it. Its last
 * words go into the journal, as far as there is room.
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
