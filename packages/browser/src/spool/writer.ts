import type { Note, Transact } from './database';
import { forget } from './database';

/** What is to become of one parcel in the database: it is written, or forgotten. */
export interface Write<Parcel> {
  readonly note: Note;
  readonly parcel: Parcel;
}

/** Writes to the database. */
export interface Writer<Parcel> {
  /** Resolves when it is written; `undefined` forgets what lies there. */
  readonly write: (key: string, what: Write<Parcel> | undefined) => Promise<void>;
  /** Resolves when all is written that was asked for. */
  readonly settled: () => Promise<void>;
}

/**
 * Whatever is asked for in one task is one transaction, the last word on each parcel alone, and committed
 * at once: a page that goes has time for no more, hears of no answer, and what is not committed goes with it.
 */
export const createWriter = <Parcel>(transact: Transact): Writer<Parcel> => {
  let due = new Map<string, Write<Parcel> | undefined>();
  let running = Promise.resolve();

  const run = async (): Promise<void> => {
    await Promise.resolve();
    const now = due;
    due = new Map();
    await transact(async (stores) => {
      for (const [key, what] of now) {
        if (what) {
          stores.notes.put(what.note);
          stores.parcels.put(what.parcel, key);
        } else forget(stores, key);
      }
      stores.notes.transaction.commit();
    });
  };

  return {
    write(key, what) {
      if (due.size === 0) running = run();
      due.set(key, what);
      return running;
    },
    settled: () => running.catch(() => undefined),
  };
};
