import { close } from '@tocsin/core';
import type { MakeTransport, OpenSpool } from '@tocsin/core/platform';

/** The visitor's decision, and what waits for it. One for each `init`. */
export interface Consent {
  /** The visitor agrees: what has waited is sent, and from now on may be stored as well. */
  readonly give: () => void;
  /**
   * The visitor does not, or no longer, agree: what waits is thrown away and counted (`closed`), the
   * client is closed, and nothing is heard until the next `init`.
   */
  readonly refuse: () => void;
  /** For `init`: what carries nothing before it may. */
  readonly holdTransport: (make: MakeTransport) => MakeTransport;
  /** For `init`: what stores nothing before it may. */
  readonly holdSpool: (open: OpenSpool) => OpenSpool;
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
    holdTransport: (make) => (options) => {
      const { post, postSync } = make(options);
      return {
        async post(body) {
          if (!isGiven) await decided;
          if (!isGiven) throw new Error('The visitor has refused');
          return post(body);
        },
        postSync: (bodies, postTo) => (isGiven ? (postSync?.(bodies, postTo) ?? []) : []),
      };
    },
    holdSpool: (open) => (...host) => {
      const spool = open(...host);
      return {
        copy: (parcel, isDying) => isGiven && spool.copy(parcel, isDying),
        keep: (parcel) => isGiven && spool.keep(parcel),
        remove: (parcel) => (isGiven ? spool.remove(parcel) : undefined),
        take: () => (isGiven ? spool.take() : undefined),
      };
    },
  };
};
