import { attemptOr } from '@tocsin/core/platform';
import type { Parcel } from './database';

/** A lock is not there at once: so long what a page holds is surely its own, milliseconds. */
const AT_LEAST = 2000;

/** Pages without encryption have no locks. Longer than this, milliseconds, nothing waits in memory. */
const WITHOUT_LOCKS = 960_000;

/** A page that holds parcels. */
export interface Holder {
  readonly name: string;
  /** Until when what it holds now is surely its own, milliseconds since 1970. */
  readonly until: () => number;
  /** From now on it holds this one, or does no longer. */
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
        // Where there are none to be had, others send it as well: once too often, rather than not at all.
        locks?.request(name, () => released).catch(() => undefined);
      }
    },
    living: async () => new Set((await locks?.query())?.held?.map((lock) => lock.name)),
  };
};
