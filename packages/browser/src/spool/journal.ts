import { asciiJson, attemptOr } from '@tocsin/core/platform';
import type { Write } from './database';
import { apply } from './database';

/**
 * Characters of one page's last words, halved for each other page whose words still lie there: `localStorage` takes
 * five million of an origin, and they are the app's.
 */
const MAX_LENGTH = 1_500_000;

/** What pages have written in their last task, until another page brings it into the database. */
export interface Journal {
  /** Writes at once, as far as there is room. Answers with the writes that had none. */
  readonly write: (due: readonly Write[]) => readonly Write[];
  /** Does the writes of all journals. Answers with what deletes these, for when the store has kept them. */
  readonly replay: (store: IDBObjectStore) => () => void;
}

/**
 * The last words in `localStorage`: of a page that is replaced at once, browsers abort transactions of IndexedDB;
 * here a call is over when it returns. Every page writes under a key of its own, so that tabs which are closed
 * together do not overwrite each other. Where there is no such storage, nothing has room.
 */
export const createJournal = (name: string): Journal => {
  /** The oldest first: what is forgotten must not come back. */
  const keys = (): readonly string[] => attemptOr([], () => Object.keys(localStorage).filter((key) => key.startsWith(`${name} `)).sort());

  return {
    write: (due) =>
      attemptOr(due, () => {
        let room = MAX_LENGTH / 2 ** keys().length;
        const lines: string[] = [];
        const rest = due.filter((write) => {
          const line = asciiJson(write);
          // Bytes of files are no JSON.
          const isTooMuch = write[1]?.attachments?.length || (room -= line.length) < 0;
          return isTooMuch || !lines.push(line);
        });
        if (lines[0]) localStorage.setItem(`${name} ${Date.now() + Math.random()}`, `[${lines.join()}]`);
        return rest;
      }),
    replay(store) {
      const pages = keys();
      for (const key of pages) {
        attemptOr(undefined, () => {
          const writes: readonly Write[] = JSON.parse(localStorage.getItem(key) ?? '');
          for (const write of writes) apply(store, write);
        });
      }
      return () => pages.forEach((key) => localStorage.removeItem(key));
    },
  };
};
