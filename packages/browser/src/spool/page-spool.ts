import type { OpenSpool, Spool } from '@tocsin/core/platform';
import { bytesOf } from '@tocsin/core/platform';
import type { Id, Parcel } from './database';
import { openDatabase } from './database';
import { createHolder } from './holder';
import { createJournal } from './journal';
import type { Choose } from './take';
import { createTake } from './take';
import { createWriter } from './writer';

/** For so long after the store was found empty nobody looks again, milliseconds. */
const LOOK_AGAIN = 2000;

/** Parcels kept, bytes of them, and milliseconds that one is kept: a visitor who was offline for a week. */
const MAX_COUNT = 200;
const MAX_BYTES = 5_000_000;
const MAX_AGE = 7 * 86_400_000;

/** One database for each destination, so that what was meant for one never goes to another. */
const nameOf = ({ dsn: { host, projectId, publicKey } }: Parameters<OpenSpool>[0]): string => `tocsin:${publicKey}@${host}/${projectId}`;

const oldestOf: Choose = (free) => free.slice(0, 1);

/** The oldest, as many as have to go so that the rest is within bounds. */
const surplusOf: Choose = (free, all) => {
  let count = all.length;
  let total = all.reduce((sum, [, bytes]) => sum + bytes, 0);
  return free.filter(([[time], bytes]) => {
    if (count <= MAX_COUNT && total <= MAX_BYTES && Date.now() - time <= MAX_AGE) return false;
    count--;
    total -= bytes;
    return true;
  });
};

/**
 * Keeps parcels in IndexedDB, shared by all tabs of the origin. What a page holds is its own as long as it lives;
 * so a tab that was killed loses nothing, and no two tabs send the same one. What a page that goes has
 * to say is written down in its last task, see `journal.ts`.
 */
export const openPageSpool: OpenSpool = (destination, onDiscard): Spool => {
  const name = nameOf(destination);
  const parts = { transact: openDatabase(name), journal: createJournal(name), holder: createHolder(), ids: new WeakMap<Parcel, Id>() };
  const { holder, ids } = parts;
  const write = createWriter(parts);
  const take = createTake(parts);
  let tidying: Promise<void> | undefined;
  let lookAt = 0;
  let count = 0;

  /** Deletes what is beyond the bounds. One run at a time, so that writes do not wait for several. Errors are dropped: the next parcel meets them as well, and reports them. */
  const tidy = (): void => {
    tidying ??= take(surplusOf, false)
      .then((gone) => gone.forEach(onDiscard), () => undefined)
      .then(() => (tidying = undefined));
  };

  const put = async (parcel: Parcel, isHeld: boolean, isLast?: boolean): Promise<boolean> => {
    const bytes = bytesOf(parcel.items) + bytesOf(parcel.attachments);
    if (bytes > MAX_BYTES) return false;
    const id = ids.get(parcel) ?? [Date.now(), ++count + Math.random()];
    ids.set(parcel, id);
    holder.hold(parcel, isHeld);
    if (!isHeld) lookAt = 0;
    await write(parcel, [[id, bytes, isHeld ? holder.until() : 0, holder.name], parcel], isLast);
    // In a task of its own: what it throws away has been answered for by then.
    tidy();
    return true;
  };

  return {
    copy: (parcel, isDying) => put(parcel, true, isDying),
    keep: (parcel) => put(parcel, false),
    remove(parcel) {
      const id = ids.get(parcel);
      if (!id) return undefined;
      holder.hold(parcel, false);
      return write(parcel, [[id]]);
    },
    async take() {
      if (Date.now() < lookAt) return undefined;
      const [taken] = await take(oldestOf, true);
      if (!taken) lookAt = Date.now() + LOOK_AGAIN;
      return taken;
    },
  };
};
