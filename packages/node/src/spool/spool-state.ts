import type { Report } from '@tocsin/core';
import type { Discarded } from '@tocsin/core/platform';
import type { Box, Boxes, Slot } from './boxes';
import type { Order } from './orders';
import type { Line, Parcel } from './parcel-file';
import type { Shelf } from './shelf';

/** Where a parcel is, and the order to write it, if it was ours. */
export interface Kept {
  readonly slot: Slot;
  readonly order?: Order;
}

/** What a spool knows. */
export interface SpoolState {
  readonly shelf: Shelf;
  readonly boxes: Boxes;
  readonly report: Report;
  /** Of what is in memory as well. */
  readonly whereabouts: WeakMap<Parcel, Kept>;
  /** What we had written and have let go of, by file and place: still ours, unless somebody has taken it meanwhile. Without what it says, but as the ledger counts it. */
  readonly released: Map<string, Map<number, Parcel>>;
  /** What we have let go of in files that we still hold, for something else in them: nobody but us can have it. */
  readonly loose: Set<Slot>;
  /** What others had written and we have. */
  readonly guests: Set<Slot>;
  readonly onDiscard: (discarded: Discarded) => void;
  /** The box that we are taking from. */
  reading?: Reading | undefined;
}

/** A box that was found, on its way out. */
export interface Reading {
  readonly box: Box;
  readonly text: Buffer;
  /** What nobody has asked for yet, in its order. */
  readonly rest: Found[];
}

/** One of its parcels. */
export interface Found {
  readonly line: Line;
  readonly slot: Slot;
  /** What it counts as, if it is ours. */
  readonly own: Parcel | undefined;
}
