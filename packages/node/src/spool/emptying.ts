import type { Entry, OpenSpooling } from '@tocsin/core/platform';

/**
 * Empties entries of the queue when they have ended. The engine replaces a table that has grown out of use by another
 * one, and what the old one names stays in memory until all of it is looked through: in a burst, far more than waits.
 */
export const emptying =
  (open: OpenSpooling): OpenSpooling =>
  (host) => {
    const spooling = open(host);
    return {
      ...spooling,
      forget(entry) {
        spooling.forget(entry);
        empty(entry);
      },
      keep(entry, end, done) {
        spooling.keep(entry, end, (isKept) => {
          done(isKept);
          // Else it has ended by `forget`, or goes on without its attachments.
          if (isKept) empty(entry);
        });
      },
    };
  };

const empty = (entry: Entry): void => {
  entry.stored = undefined;
  // With what is spread V8 makes a kind of object anew for each.
  entry.parcel = Object.assign({}, entry.parcel, { items: [], attachments: undefined });
};
