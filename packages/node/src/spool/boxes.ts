import { existsSync } from 'node:fs';
import { attempt } from '@tocsin/core/platform';
import type { Size } from './file-name';
import type { Parcel } from './parcel-file';
import { CROSS, toLine } from './parcel-file';
import { createPen } from './pen';
import type { Shelf } from './shelf';

/** A parcel's place in the spool. */
export interface Slot {
  /**
   * `waiting`: to be written. `held`: written, and in memory as well. `free`: written, and nowhere else. `gone`:
   * not there any more, or never to be.
   */
  state: 'waiting' | 'held' | 'free' | 'gone';
  /** Where it is written: not before that. */
  place?: { readonly box: Box; readonly at: number };
  /** Of a free one that we had written: what the ledger counts it as. */
  own?: Parcel | undefined;
}

/** A file of parcels, one in a line, as the process sees it that holds it. What has reached its end is crossed out; with the last one the file goes. */
export interface Box extends Size {
  name: string;
  count: number;
  bytes: number;
  /** What has not reached its end. */
  readonly slots: Set<Slot>;
  /** How many of them are held: with the last one, the file is let go. */
  held: number;
  isFree: boolean;
}

/** What a process does to the boxes that it holds. */
export interface Boxes {
  readonly create: (file: Size & { readonly name: string }) => Box;
  /** Whether one of so many bytes goes into it. */
  readonly hasPlace: (size: Size, bytes: number) => boolean;
  /** Writes one more at its end, at once. Throws when that fails; then nothing of it is there. */
  readonly append: (box: Box, parcel: Parcel, slot: Slot) => void;
  /** Takes note that one stands there, held. */
  readonly place: (box: Box, slot: Slot, at: number) => void;
  /** Whether its file is still there; others may have removed it. */
  readonly isThere: (box: Box) => boolean;
  /** What stands there is not to be sent any more. */
  readonly cross: (box: Box, at: number) => void;
  /** A parcel has reached its end. */
  readonly finish: (slot: Slot) => void;
  /** A parcel that was let go of is in memory again, before its box was let go of. */
  readonly hold: (slot: Slot) => void;
  /** A parcel leaves memory, or was not taken. `isNext`: its file is the next one to be claimed, not the last. */
  readonly free: (slot: Slot, isNext?: boolean) => void;
}

/** What goes into one, at most: so much that a parcel costs little more than its line, so little that no tenth of a small spool gives way at once. */
const MOST = { parcels: 64, bytes: 256_000, share: 1 / 16 };

/** Puts one there, held. */
const place = (box: Box, slot: Slot, at: number): void => {
  slot.state = 'held';
  slot.place = { box, at };
  box.slots.add(slot);
  box.held++;
};

const unhold = ({ state, place: where }: Slot): void => {
  if (state === 'held' && where) where.box.held--;
};

/** What boxes are made of. */
export interface BoxesOptions {
  readonly shelf: Shelf;
  /** Of the whole spool. */
  readonly maxBytes: number;
  /** Hears of each that others can have. */
  readonly onRelease: (box: Box) => void;
}

/** None yet. */
export const createBoxes = ({ shelf, maxBytes, onRelease }: BoxesOptions): Boxes => {
  const most = Math.min(MOST.bytes, maxBytes * MOST.share);
  const pathOf = ({ name, isFree }: Box): string => (isFree ? shelf.at(name) : shelf.heldAt(name));
  const pen = createPen<Box>(pathOf);

  const cross = (box: Box, at: number): void => void attempt(() => pen.write(box, CROSS, at));

  const leave = (box: Box, isNext = false): void => {
    if (box.slots.size === 0) {
      pen.lift(box);
      shelf.remove(box.name);
    } else if (box.held === 0 && !box.isFree) {
      pen.lift(box);
      box.name = shelf.release(box.name, box, isNext);
      box.isFree = true;
      onRelease(box);
    }
  };
  const append = (box: Box, parcel: Parcel, slot: Slot): void => {
    const line = toLine(parcel);
    const written = attempt(() => pen.write(box, line, box.bytes));
    if (!written.ok) {
      pen.cut(box, box.bytes);
      leave(box);
      throw written.error;
    }
    place(box, slot, box.bytes);
    box.count++;
    box.bytes += line.length;
    shelf.resize(box.name, box);
  };

  return {
    create: (file) => ({ ...file, slots: new Set(), held: 0, isFree: false }),
    hasPlace: ({ count, bytes }, more) => count === 0 || (count < MOST.parcels && bytes + more <= most),
    append,
    place,
    isThere: (box) => existsSync(pathOf(box)),
    cross,
    finish(slot) {
      unhold(slot);
      slot.state = 'gone';
      if (!slot.place) return;
      const { box, at } = slot.place;
      if (!box.slots.delete(slot)) return;
      if (box.slots.size > 0) cross(box, at);
      if (box.isFree) pen.lift(box);
      leave(box);
    },
    hold(slot) {
      slot.state = 'held';
      if (slot.place) slot.place.box.held++;
    },
    free(slot, isNext) {
      unhold(slot);
      slot.state = 'free';
      if (slot.place) leave(slot.place.box, isNext);
    },
  };
};
