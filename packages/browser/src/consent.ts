import { close } from '@tocsin/core';
import type { MakeTransport, OpenSpool } from '@tocsin/core/platform';

/** Where captured things go. */
export interface Ways {
  /** What carries them. */
  readonly make: MakeTransport;
  /** Where they are stored. Absent: nowhere. */
  readonly open?: OpenSpool;
}

/** The visitor's decision, and what waits for it. One for each `init`. */
export interface Consent {
  /** The visitor agrees: what has waited is sent, and from now on may be stored as well. */
  readonly give: () => void;
  /**
   * The visitor does not, or no longer, agree: what waits is thrown away and counted (`closed`), what is stored
   * is removed, the client is closed, and nothing is heard until the next `init`.
   */
  readonly refuse: () => void;
  /** For `init`: the same ways, of which nothing goes before it may. */
  readonly hold: (ways: Required<Ways>) => Required<Ways>;
}

/**
 * For pages that must ask first: `init({ consent })` captures from the start, but sends and stores nothing until
 * `give()`; what has happened meanwhile waits in memory, and is gone with the page. Without it there is nothing
 * to wait for.
 */
export const createConsent = (): Consent => {
  let isGiven = false;
  let empty = async (): Promise<void> => undefined;
  let decide = (_given: boolean): void => undefined;
  const decided = new Promise<boolean>((resolve) => {
    decide = resolve;
  });

  return {
    give() {
      isGiven = true;
      decide(true);
    },
    refuse() {
      const mayHaveStored = isGiven;
      isGiven = false;
      void close(0);
      decide(false);
      // A store that fails was reported when it was written.
      if (mayHaveStored) empty().catch(() => undefined);
    },
    hold: ({ make, open }) => ({
      make(options) {
        const { post, postSync } = make(options);
        return {
          async post(body) {
            if (!isGiven) await decided;
            if (!isGiven) throw new Error('The visitor has refused');
            return post(body);
          },
          postSync: (bodies, postTo) => (isGiven && postSync?.(bodies, postTo)) || [],
        };
      },
      open: (...host) => {
        const spool = open(...host);
        empty = async () => {
          for (let found = await spool.take(); found; found = await spool.take()) await spool.remove(found.parcel);
        };
        return {
          copy: (parcel, isDying) => isGiven && spool.copy(parcel, isDying),
          async keep(parcel) {
            if (isGiven) return spool.keep(parcel);
            // It was copied while the visitor agreed.
            await spool.remove(parcel);
            return false;
          },
          // Of what was never stored a spool knows that by itself.
          remove: spool.remove,
          take: () => (isGiven ? spool.take() : undefined),
        };
      },
    }),
  };
};
