import type { OpenSpool, Spool, Stored } from '@tocsin/core/platform';
import type { Note, Stores, Transact } from './database';
import { answerTo, forget, openDatabase } from './database';
import { createWriter } from './writer';

type Parcel = Stored['parcel'];

/** What comes out of the database. Of what somebody has tampered with there may be a note alone. */
interface Taken<Found extends Parcel | undefined> {
  readonly key: string;
  readonly parcel: Found;
}

/**
 * A page that is gone cannot say so. What it held is free after so long, milliseconds; a page that
 * lives renews it. Timers of hidden pages go once a minute.
 */
const HELD_FOR = 180_000;
const RENEW_EVERY = 60_000;

/** When nothing was there, so long nobody looks again, milliseconds. */
const LOOK_AGAIN = 2000;

/** Parcels kept, bytes of them, and milliseconds that one is kept: a visitor who was offline for a week. */
const MAX_COUNT = 200;
const MAX_BYTES = 5_000_000;
const MAX_AGE = 7 * 86_400_000;

/** One database for each destination, so that what was meant for one never goes to another. */
const nameOf = ({ dsn: { host, projectId, publicKey } }: Parameters<OpenSpool>[0]): string => `tocsin:${publicKey}@${host}/${projectId}`;

/** Texts are ASCII. */
const bytesOf = ({ items, attachments = [] }: Parcel): number => [...items, ...attachments].reduce((sum, { payload }) => sum + payload.length, 0);

const allNotes = async ({ notes }: Stores): Promise<readonly Note[]> => {
  const oldestFirst: readonly Note[] = await answerTo(notes.getAll());
  return oldestFirst;
};

/** When it was put there; see {@link Note}. */
const timeOf = ({ key }: Note): number => Number.parseFloat(key);

/** Throws away the oldest that nobody holds, until the rest is within bounds, and answers with them. */
const makeRoom = async (stores: Stores): Promise<readonly Taken<Parcel | undefined>[]> => {
  const now = Date.now();
  const all = await allNotes(stores);
  const gone: Taken<Parcel | undefined>[] = [];
  let count = all.length;
  let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const note of all) {
    const isOver = count > MAX_COUNT || total > MAX_BYTES || now - timeOf(note) > MAX_AGE;
    if (note.heldUntil > now || !isOver) continue;
    count--;
    total -= note.bytes;
    const { key } = note;
    gone.push({ key, parcel: await answerTo(stores.parcels.get(key)) });
    forget(stores, key);
  }
  return gone;
};

/** The oldest that nobody holds, held from now on. */
const takeOldest = async (stores: Stores): Promise<Taken<Parcel> | undefined> => {
  const now = Date.now();
  for (const note of await allNotes(stores)) {
    if (note.heldUntil > now) continue;
    const { key } = note;
    const parcel: Parcel | undefined = await answerTo(stores.parcels.get(key));
    if (parcel) {
      hold(stores, note);
      return { key, parcel };
    }
    forget(stores, key);
  }
  return undefined;
};

const hold = ({ notes }: Stores, note: Note): void => void notes.put({ ...note, heldUntil: Date.now() + HELD_FOR });

/** Does nothing while it is being done. */
const onceAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  return () => (running ??= work().finally(() => (running = undefined)));
};

/** What this page holds, renewed as long as it holds anything. */
const createHeld = (transact: Transact) => {
  const held = new Set<string>();
  let renewing: ReturnType<typeof setInterval> | undefined;

  const renew = async (stores: Stores): Promise<void> => {
    for (const note of await allNotes(stores)) if (held.has(note.key)) hold(stores, note);
  };

  return (key: string, isHeld: boolean): void => {
    if (isHeld) held.add(key);
    else held.delete(key);
    if (held.size > 0) {
      // What cannot be renewed is sent by somebody else as well: once too often, rather than not at all.
      renewing ??= setInterval(() => void transact(renew).catch(() => undefined), RENEW_EVERY);
    } else {
      clearInterval(renewing);
      renewing = undefined;
    }
  };
};

/**
 * Keeps parcels in IndexedDB, shared by all tabs of the origin. Who holds one renews its lease as long as
 * the page lives; so a tab that was killed loses nothing, and no two tabs send the same one. In a page
 * that is going away a transaction that was begun is still brought to its end by the browser.
 */
export const openPageSpool: OpenSpool = (destination, onDiscard): Spool => {
  const transact = openDatabase(nameOf(destination));
  const writer = createWriter<Parcel>(transact);
  const keys = new WeakMap<Parcel, string>();
  /** Put there by this page. */
  const own = new Set<string>();
  const setHeld = createHeld(transact);
  let lookAt = 0;
  let last = 0;

  /** Later than the one before: several parcels are captured in one millisecond. */
  const newKey = (): string => {
    last = Math.max(Date.now(), last + 0.001);
    return `${last}-${Math.random()}`;
  };

  /** One at a time: what a page writes when it goes must not have to wait for many. */
  const tidy = onceAtATime(async () => {
    for (const { key, parcel } of await transact(makeRoom)) onDiscard({ parcel, isOwn: own.delete(key) });
  });

  const put = async (parcel: Parcel, isHeld: boolean): Promise<boolean> => {
    const bytes = bytesOf(parcel);
    if (bytes > MAX_BYTES) return false;
    const key = keys.get(parcel) ?? newKey();
    keys.set(parcel, key);
    own.add(key);
    setHeld(key, isHeld);
    if (!isHeld) lookAt = 0;
    await writer.write(key, { note: { key, bytes, heldUntil: isHeld ? Date.now() + HELD_FOR : 0 }, parcel });
    await tidy();
    return true;
  };

  return {
    copy: (parcel) => put(parcel, true),
    keep: (parcel) => put(parcel, false),
    remove(parcel) {
      const key = keys.get(parcel);
      if (key === undefined) return undefined;
      setHeld(key, false);
      own.delete(key);
      return writer.write(key, undefined);
    },
    async take() {
      if (Date.now() < lookAt) return undefined;
      await writer.settled();
      const taken = await transact(takeOldest);
      if (!taken) {
        lookAt = Date.now() + LOOK_AGAIN;
        return undefined;
      }
      const { key, parcel } = taken;
      keys.set(parcel, key);
      setHeld(key, true);
      return { parcel, isOwn: own.has(key) };
    },
  };
};
