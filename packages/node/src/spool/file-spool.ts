import type { Destination, OpenSpool, Soon, Spool } from '@tocsin/core/platform';
import { envelopeUrl } from '@tocsin/core/platform';
import type { Box, Slot } from './boxes';
import { createBoxes } from './boxes';
import { digest } from './digest';
import { createFileWriter } from './file-writer';
import type { Holder } from './holder';
import type { Parcel } from './parcel-file';
import { sizeOf, toLine } from './parcel-file';
import { createShelf } from './shelf';
import type { Kept, SpoolState } from './spool-state';
import type { Leftovers } from './leftovers';
import { createTaking, discard, forget, giveBack } from './taking';

/** What a spool on disk is made of. */
export interface FileSpoolOptions {
  /** Folders that may hold it, the best first. Asked each time that it is opened: a process may have changed its user meanwhile. */
  readonly roots: () => readonly string[];
  readonly maxBytes: number;
  /** Milliseconds. */
  readonly maxAge: number;
  /** How long a dying process may write, milliseconds. */
  readonly writeTimeout: number;
  /** Who waits for what others have left. */
  readonly leftovers: Leftovers;
  /** Default: the system's clock. */
  readonly now?: () => number;
  /** Default: this process. */
  readonly holder?: Holder;
}

/** A full spool makes room so often, milliseconds: in a flood each newcomer would push out one that is hardly older. */
const MAKE_ROOM_AFTER = 10;

/**
 * A spool of files in a folder that all processes with this DSN share; see `Shelf` for the files and `Boxes` for
 * what is in them. Nothing is touched before there is something to keep, but for a look at what earlier processes have
 * left, as soon as the program runs. Parcels are written behind its back, unless the process is dying.
 */
export const fileSpool =
  (options: FileSpoolOptions): OpenSpool =>
  (destination, onDiscard, report) => {
    const { now = Date.now } = options;
    const shelf = createShelf({ ...options, folder: () => digest(nameOf(destination)), now });
    const released: SpoolState['released'] = new Map();
    const loose: SpoolState['loose'] = new Set();
    const boxes = createBoxes({ shelf, maxBytes: options.maxBytes, onRelease: (box) => remember(box, released, loose) });
    const state: SpoolState = { shelf, boxes, report, whereabouts: new WeakMap(), released, loose, guests: new Set(), onDiscard };
    return { ...createKeeping(state, options), take: createTaking(state, options.leftovers, (since) => now() - since > options.maxAge) };
  };

/** Two apps, or two projects of one, never read each other's. */
const nameOf = ({ dsn }: Destination): string => `${dsn.publicKey} ${envelopeUrl(dsn, { auth: 'header' })}`;

const remember = ({ name, slots }: Box, released: SpoolState['released'], loose: SpoolState['loose']): void => {
  for (const slot of slots) loose.delete(slot);
  const own = [...slots].flatMap(({ own: parcel, place }) => (parcel && place ? [[place.at, parcel] as const] : []));
  if (own.length > 0) released.set(name, new Map(own));
};

const EMPTY = { header: { type: '' }, payload: '' };

const createKeeping = (state: SpoolState, options: FileSpoolOptions): Pick<Spool, 'copy' | 'keep' | 'remove'> => {
  const { shelf, boxes, whereabouts, guests, report } = state;
  const writer = createFileWriter({ ...options, shelf, boxes, report });
  const room = createRoom(state, options.maxBytes, writer.isDying);

  const begin = (parcel: Parcel): Kept | undefined => {
    if (!writer.isReady() || !room.mayBeMade()) return undefined;
    const about = sizeOf(parcel);
    // In a small spool a guess is not enough.
    const bytes = about > options.maxBytes / 2 ? toLine(parcel).length : about;
    if (!room.make(bytes)) return undefined;
    const order = writer.add(parcel, bytes);
    return { slot: order.slot, order };
  };
  const store = (parcel: Parcel, isFree: boolean): Soon<boolean> => {
    if (isFree || writer.isDying()) giveUpLost(state, parcel);
    const kept = whereabouts.get(parcel) ?? begin(parcel);
    if (!kept) return false;
    whereabouts.set(parcel, kept);
    const { slot, order } = kept;
    const place = (): boolean => {
      if (slot.state === 'gone' && whereabouts.get(parcel) === kept) whereabouts.delete(parcel);
      if (isFree && slot.state === 'held') free(parcel, slot);
      return slot.state === 'held' || slot.state === 'free';
    };
    const writing = order && writer.write(order);
    return writing ? writing.then(place) : place();
  };
  const free = (parcel: Parcel, slot: Slot): void => {
    slot.own = { ...parcel, header: {}, items: [], attachments: parcel.attachments?.map(() => EMPTY) };
    guests.delete(slot);
    if (state.reading && state.reading.box === slot.place?.box) giveBack(state, false);
    state.loose.add(slot);
    boxes.free(slot);
  };

  return {
    copy(parcel, isDying) {
      if (isDying) writer.hurry();
      return store(parcel, false);
    },
    keep: (parcel) => store(parcel, true),
    remove(parcel) {
      const kept = whereabouts.get(parcel);
      if (!kept) return;
      whereabouts.delete(parcel);
      forget(state, kept.slot);
      if (kept.order) writer.giveUp(kept.order);
    },
  };
};

/** What was written is written again where its file is gone. */
const giveUpLost = ({ whereabouts, boxes }: SpoolState, parcel: Parcel): void => {
  const { slot } = whereabouts.get(parcel) ?? {};
  if (slot?.state !== 'held' || !slot.place || boxes.isThere(slot.place.box)) return;
  whereabouts.delete(parcel);
  boxes.finish(slot);
};

/** Room for newcomers: the oldest give way. */
const createRoom = (state: SpoolState, maxBytes: number, isDying: () => boolean) => {
  const { shelf } = state;
  let madeAt = -MAKE_ROOM_AFTER;
  const isTime = (): boolean => isDying() || performance.now() - madeAt >= MAKE_ROOM_AFTER;
  return {
    mayBeMade: (): boolean => shelf.hasRoom(0) || isTime(),
    make(bytes: number): boolean {
      if (shelf.hasRoom(bytes)) return true;
      // One that pushed everything else out would not be worth it.
      if (bytes > maxBytes / 2 || !isTime()) return false;
      madeAt = performance.now();
      while (!shelf.hasRoom(bytes)) {
        const oldest = shelf.claim();
        if (!oldest) return false;
        discard(state, oldest);
      }
      return true;
    },
  };
};
