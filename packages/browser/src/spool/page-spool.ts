import type { OpenSpool, Spool, Stored } from '@tocsin/core/platform';
import type { Note, Stores, Transact } from './database';
import { answerTo, openDatabase } from './database';
import { createWriter } from './writer';

type Parcel = Stored['parcel'];

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

/** Those that have to go, so that the rest is within bounds: the oldest that nobody holds. */
const surplusOf = (notes: readonly Note[], now: number): readonly Note[] => {
  let count = notes.length;
  let bytes = notes.reduce((sum, note) => sum + note.bytes, 0);
  return oldestFirst(notes).filter((note) => {
    const isOver = count > MAX_COUNT || bytes > MAX_BYTES || now - note.at > MAX_AGE;
    if (note.heldUntil > now || !isOver) return false;
    count--;
    bytes -= note.bytes;
    return true;
  });
};

const oldestFirst = (notes: readonly Note[]): Note[] => [...notes].sort((one, other) => one.at - other.at);

const allNotes = async ({ notes }: Stores): Promise<readonly Note[]> => {
  const all: readonly Note[] = await answerTo(notes.getAll());
  return all;
};

/** Throws away what is too much, and answers with it. */
const makeRoom = async (stores: Stores): Promise<readonly { readonly key: string; readonly parcel: Parcel | undefined }[]> => {
  const gone: { readonly key: string; readonly parcel: Parcel | undefined }[] = [];
  for (const { key } of surplusOf(await allNotes(stores), Date.now())) {
    gone.push({ key, parcel: await answerTo(stores.parcels.get(key)) });
    stores.notes.delete(key);
    stores.parcels.delete(key);
  }
  return gone;
};

/** The oldest that nobody holds, held from now on. */
const takeOldest = async (stores: Stores): Promise<(Place & { readonly parcel: Parcel }) | undefined> => {
  const now = Date.now();
  for (const note of oldestFirst(await allNotes(stores))) {
    if (note.heldUntil > now) continue;
    const parcel: Parcel | undefined = await answerTo(stores.parcels.get(note.key));
    if (parcel) stores.notes.put({ ...note, heldUntil: now + HELD_FOR });
    else stores.notes.delete(note.key);
    if (parcel) return { key: note.key, at: note.at, parcel };
  }
  return undefined;
};

/** Where a parcel lies. */
type Place = Pick<Note, 'key' | 'at'>;

/** Makes a place of its own for each parcel, with a later time than that of the one before: several are captured in one millisecond. */
const createPlaces = (): (() => Place) => {
  let last = 0;
  return () => {
    last = Math.max(Date.now(), last + 0.001);
    return { key: `${last}-${Math.random()}`, at: last };
  };
};

/** Renews what this page holds, as long as it holds anything. The answer notes what it holds, and what no more. */
const createHolds = (transact: Transact): ((key: string, isHeld: boolean) => void) => {
  const held = new Set<string>();
  let renewing: ReturnType<typeof setInterval> | undefined;

  const renew = (): Promise<void> =>
    transact(async ({ notes }) => {
      for (const key of held) {
        const note: Note | undefined = await answerTo(notes.get(key));
        if (note) notes.put({ ...note, heldUntil: Date.now() + HELD_FOR });
      }
    });

  return (key, isHeld) => {
    if (isHeld) held.add(key);
    else held.delete(key);
    if (held.size > 0) {
      // What cannot be renewed is sent by somebody else as well: once too often, rather than not at all.
      renewing ??= setInterval(() => void renew().catch(() => undefined), RENEW_EVERY);
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
  const newPlace = createPlaces();
  const places = new WeakMap<Parcel, Place>();
  /** Put there by this page. */
  const own = new Set<string>();
  const hold = createHolds(transact);
  let lookAt = 0;

  const tidy = async (): Promise<void> => {
    for (const { key, parcel } of await transact(makeRoom)) onDiscard({ parcel, isOwn: own.delete(key) });
  };

  const put = async (parcel: Parcel, isHeld: boolean): Promise<boolean> => {
    const bytes = bytesOf(parcel);
    if (bytes > MAX_BYTES) return false;
    const place = places.get(parcel) ?? newPlace();
    const { key } = place;
    places.set(parcel, place);
    own.add(key);
    hold(key, isHeld);
    if (!isHeld) lookAt = 0;
    await writer.write(key, { note: { ...place, bytes, heldUntil: isHeld ? Date.now() + HELD_FOR : 0 }, parcel });
    await tidy();
    return true;
  };

  return {
    copy: (parcel) => put(parcel, true),
    keep: (parcel) => put(parcel, false),
    remove(parcel) {
      const { key } = places.get(parcel) ?? {};
      if (key === undefined) return undefined;
      hold(key, false);
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
      const { key, at, parcel } = taken;
      places.set(parcel, { key, at });
      hold(key, true);
      return { parcel, isOwn: own.has(key) };
    },
  };
};
