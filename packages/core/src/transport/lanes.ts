import { bytesOf } from '../base/ledger';
import type { Entry } from './entry';
import type { Parcel } from './parcel';

/**
 * Bytes that wait, at most: 2,500 events of 4 KB. With what flood control remembers (the same texts,
 * while they wait) this keeps a process whose server is down below 32 MB (`test/e2e/memory.test.ts`).
 */
const MAX_BYTES = 10_000_000;

/** Bytes of attachments that wait, beside that: a single one may have as many in the field. */
const MAX_ATTACHED_BYTES = 20 * 2 ** 20;

/** Entries that wait, by issue. */
export interface Lanes {
  add(entry: Entry): void;
  /** Does nothing for one that does not wait. */
  delete(entry: Entry): void;
  /** Whether there is room for the attachments of one more. */
  hasRoomFor(parcel: Parcel): boolean;
  /**
   * Who has to give way to a newcomer that was added; `undefined` while there is room for all. The
   * oldest of the issue that has most, so that a flood of one issue cannot push out the only event of
   * another; when every issue has one, the newcomer.
   */
  surplus(newcomer: Entry): Entry | undefined;
}

/** Quick however much waits: in a flood, every push asks for the surplus. */
export const createLanes = (capacity: number): Lanes => {
  const lanes = new Map<string, Set<Entry>>();
  let count = 0;
  let bytes = 0;
  let attached = 0;
  /** No lane is longer. */
  let longest = 0;

  const change = ({ parcel: { items, attachments, weight = bytesOf(items) } }: Entry, by: 1 | -1): void => {
    count += by;
    bytes += by * weight;
    attached += by * bytesOf(attachments);
  };

  return {
    add(entry) {
      const { issue } = entry.parcel;
      const lane = lanes.get(issue) ?? new Set();
      lanes.set(issue, lane.add(entry));
      longest = Math.max(longest, lane.size);
      change(entry, 1);
    },
    delete(entry) {
      const { issue } = entry.parcel;
      const lane = lanes.get(issue);
      if (!lane?.delete(entry)) return;
      if (lane.size === 0) lanes.delete(issue);
      change(entry, -1);
    },
    hasRoomFor: ({ attachments }) => attached + bytesOf(attachments) <= MAX_ATTACHED_BYTES,
    surplus(newcomer) {
      // One alone may be as large as it likes: it is sent next.
      if (count <= capacity && (bytes <= MAX_BYTES || count === 1)) return undefined;
      let lane = lanes.get(newcomer.parcel.issue) ?? new Set();
      // In a flood it is the newcomer's own, and no other has to be looked at.
      if (lane.size < longest) for (const other of lanes.values()) if (other.size > lane.size) lane = other;
      longest = lane.size;
      const [oldest = newcomer] = longest > 1 ? lane : [];
      return oldest;
    },
  };
};
