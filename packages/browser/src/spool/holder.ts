import { attemptOr } from '@tocsin/core/platform';
import type { Parcel } from './database';

/** How long what a page holds is its own even without a lock, which is not there at once, milliseconds. */
const AT_LEAST = 2000;

/** The same in pages without encryption, which have no locks, milliseconds: nothing waits in memory for longer. */
const WITHOUT_LOCKS = 960_000;

/** A page that holds parcels. */
export interface Holder {
  readonly name: string;
  /** Until when what it holds now is surely its own, milliseconds since 1970. */
  readonly until: () => number;
  /** Says that it holds this parcel from now on, or no longer does. */
  readonly hold: (parcel: Parcel, isHeld: boolean) => void;
  /** Names of pages that live and hold something. */
  readonly living: () => Promise<ReadonlySet<string | undefined>>;
}

/**
 * A page cannot say that it was killed; but a Web Lock ends with it. One is held only as long as any parcel is:
 * it would keep the page out of the back/forward cache.
 */
export const createHolder = (): Holder => {
  const locks: LockManager | undefined = attemptOr(undefined, () => navigator.locks);
  const name = `tocsin ${Math.random()}`;
  const held = new Set<Parcel>();
  let release: (() => void) | undefined;

  return {
    name,
    until: () => Date.now() + (locks ? AT_LEAST : WITHOUT_LOCKS),
    hold(parcel, isHeld) {
      if (isHeld) held.add(parcel);
      else held.delete(parcel);
      if (held.size === 0) {
        release?.();
        release = undefined;
      } else if (!release) {
        const released = new Promise<void>((resolve) => {
          release = resolve;
        });
        // Without a lock another page may send the parcel as well: twice is better than not at all.
        locks?.request(name, () => released).catch(() => undefined);
      }
    },
    living: async () => new Set((await locks?.query())?.held?.map((lock) => lock.name)),
  };
};
