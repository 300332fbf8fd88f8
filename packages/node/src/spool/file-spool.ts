import type { Report } from '@tocsin/core';
import type { Destination, Discarded, OpenSpool, Soon, Spool, Stored } from '@tocsin/core/platform';
import { envelopeUrl } from '@tocsin/core/platform';
import { digest } from './digest';
import type { FileName } from './file-name';
import type { ParcelFile } from './file-writer';
import { createFileWriter } from './file-writer';
import type { Holder } from './holder';
import { nextBreath, nextTurn } from './next-turn';
import type { Parcel } from './parcel-file';
import { read, toText } from './parcel-file';
import type { Shelf } from './shelf';
import { createShelf } from './shelf';

/** What a spool on disk is made of. */
export interface FileSpoolOptions {
  /** Folders that may hold it, the best first. */
  readonly roots: readonly string[];
  readonly maxBytes: number;
  /** Milliseconds. */
  readonly maxAge: number;
  /** How long a dying process may write, milliseconds. */
  readonly lastWrites: number;
  /** Default: the system's clock. */
  readonly now?: () => number;
  /** Default: this process. */
  readonly holder?: Holder;
}

/** How often it is seen what other processes have left, milliseconds, where there is something to do anyway. */
const LOOK_AGAIN = 60_000;

/** A full spool makes room so often, milliseconds: in a flood each newcomer would push out one that is hardly older. */
const MAKE_ROOM_AFTER = 10;

/**
 * A spool of one file for each parcel, in a folder that all processes with this DSN share; see `Shelf`. Nothing is
 * touched before there is something to keep, but for a look at what earlier processes have left, as soon as the
 * program runs. A parcel is written behind its back, unless the process is dying.
 */
export const fileSpool =
  (options: FileSpoolOptions): OpenSpool =>
  (destination, onDiscard, report) => {
    const { now = Date.now } = options;
    const shelf = createShelf({ ...options, folder: () => digest(nameOf(destination)), now });
    const state: State = { shelf, report, files: new WeakMap(), left: new Map(), guests: new Set(), onDiscard };
    return { ...createKeeping(state, options), take: createTaking(state, (since) => now() - since > options.maxAge) };
  };

/** Two apps, or two projects of one, never read each other's. */
const nameOf = ({ dsn }: Destination): string => `${dsn.publicKey} ${envelopeUrl(dsn, { auth: 'header' })}`;

interface State {
  readonly shelf: Shelf;
  readonly report: Report;
  readonly files: WeakMap<Parcel, ParcelFile>;
  /** What we have let go of, by name: still ours, unless somebody has taken it meanwhile. Without what it says, but as the ledger counts it. */
  readonly left: Map<string, Parcel>;
  /** Names of what others had written and we have. */
  readonly guests: Set<string>;
  readonly onDiscard: (discarded: Discarded) => void;
}

const discard = ({ shelf, left, onDiscard }: State, { name }: FileName, parcel: Parcel | undefined): void => {
  shelf.remove(name);
  const own = left.get(name);
  left.delete(name);
  onDiscard({ parcel: parcel ?? own, isOwn: own !== undefined });
};

const nothing = (): string => '';

const EMPTY = { header: { type: '' }, payload: '' };

const createKeeping = (state: State, { maxBytes, lastWrites }: FileSpoolOptions): Pick<Spool, 'copy' | 'keep' | 'remove'> => {
  const { shelf, files, left, guests, report } = state;
  const writer = createFileWriter({ shelf, lastWrites, report });
  let madeRoomAt = -MAKE_ROOM_AFTER;

  const mayMakeRoom = (): boolean => writer.isDying() || performance.now() - madeRoomAt >= MAKE_ROOM_AFTER;
  const makeRoom = (bytes: number): boolean => {
    if (shelf.hasRoom(bytes)) return true;
    // One that pushed everything else out would not be worth it.
    if (bytes > maxBytes / 2 || !mayMakeRoom()) return false;
    madeRoomAt = performance.now();
    while (!shelf.hasRoom(bytes)) {
      const oldest = shelf.claim();
      if (!oldest) return false;
      discard(state, oldest, read(shelf.heldAt(oldest.name)));
    }
    return true;
  };
  const begin = (parcel: Parcel): ParcelFile | undefined => {
    if (!writer.isReady() || !(shelf.hasRoom(0) || mayMakeRoom())) return undefined;
    const text = (): string => toText(parcel);
    const bytes = Buffer.byteLength(text());
    return makeRoom(bytes) ? { name: shelf.add(bytes), text, state: 'new' } : undefined;
  };
  const store = (parcel: Parcel, isFree: boolean): Soon<boolean> => {
    const file = files.get(parcel) ?? begin(parcel);
    if (!file) return false;
    files.set(parcel, file);
    const writing = writer.write(file);
    const place = (): boolean => {
      if (file.state === 'gone') files.delete(parcel);
      if (isFree && file.state === 'held') free(file, parcel);
      return file.state === 'held' || file.state === 'free';
    };
    return writing ? writing.then(place) : place();
  };
  const free = (file: ParcelFile, parcel: Parcel): void => {
    file.state = 'free';
    guests.delete(file.name);
    shelf.release(file.name);
    left.set(file.name, { ...parcel, header: {}, items: [], attachments: parcel.attachments?.map(() => EMPTY) });
  };

  return {
    copy(parcel, isDying) {
      if (isDying) writer.hurry();
      return store(parcel, false);
    },
    keep: (parcel) => store(parcel, true),
    remove(parcel) {
      const file = files.get(parcel);
      if (!file) return;
      files.delete(parcel);
      writer.giveUp(file);
      left.delete(file.name);
      guests.delete(file.name);
      shelf.remove(file.name);
    },
  };
};

const createTaking = (state: State, isTooOld: (since: number) => boolean): Spool['take'] => {
  const { shelf, files, left, guests, report } = state;
  let lookAt = 0;

  const look = (): void => {
    lookAt = performance.now() + LOOK_AGAIN;
    const problem = shelf.open(false);
    if (problem !== undefined) report({ code: 'T1009', detail: problem });
    const stranger = shelf.stranger();
    if (stranger !== undefined) report({ code: 'T1010', detail: stranger });
  };
  // After a burst our own come back as quickly as they are sent; those of others come when there is time.
  const pause = (): Promise<void> => (left.size > 0 ? nextBreath() : nextTurn());
  const takeOldest = async (): Promise<Stored | undefined> => {
    await pause();
    if (!shelf.hasFree()) look();
    for (let oldest; (oldest = shelf.claim()); await pause()) {
      const { name, since } = oldest;
      const parcel = read(shelf.heldAt(name));
      if (parcel && !isTooOld(since)) {
        const isOwn = left.delete(name);
        if (!isOwn) guests.add(name);
        files.set(parcel, { name, text: nothing, state: 'held' });
        return { parcel, isOwn };
      }
      discard(state, oldest, parcel);
    }
    return undefined;
  };

  // One at a time of what others have left, so that it does not hold a process that wants to end.
  return () => (guests.size > 0 || (!shelf.hasFree() && performance.now() < lookAt) ? undefined : takeOldest());
};
