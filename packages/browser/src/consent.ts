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
   * The visitor does not, or no longer, agree: what waits is thrown away and counted (`closed`), the
   * client is closed, and nothing is heard until the next `init`.
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
      isGiven = false;
      void close(0);
      decide(false);
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
        return {
          copy: (parcel, isDying) => isGiven && spool.copy(parcel, isDying),
          keep: (parcel) => isGiven && spool.keep(parcel),
          remove: (parcel) => (isGiven ? spool.remove(parcel) : undefined),
          take: () => (isGiven ? spool.take() : undefined),
        };
      },
    }),
  };
};
