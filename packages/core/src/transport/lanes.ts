import { bytesOf } from '../base/ledger';
import type { Entry } from './entry';
import type { Parcel } from './parcel';

/**
 * Bytes that wait, at most: 2,500 events of 4 KB. With what flood control remembers (the same texts,
 * while they wait) this keeps a process whose server is down below 32 MB (`test/e2e/memory.test.ts`).
 */
const MAX_BYTES = 10_000_000;

/** Bytes of attachments that wait, beside that: a single one may have as many in the field. */
const MAX_ATTACHED_BYTES = 20_971_520;

/** Entries that wait, by issue. */
export interface Lanes {
  add(entry: Entry): void;
  /** Does nothing for one that does not wait. */
  delete(entry: Entry): void;
  /** Whether there is room for the attachments of one more. */
  hasRoomFor(parcel: Parcel): boolean;
  /**
   * Who has to give way to a newcomer that was added; `undefined` while there is room for all, and when it
   * waits no more. The newest but one of the issue that has most, so that a flood of one issue cannot push out
   * the only event of another; when every issue has one, the newcomer. So the first ones of a flood stay, and
   * the latest, which may say why the process dies; and what goes has hardly come, so the garbage collector
   * never had to move it.
   */
  surplus(newcomer: Entry): Entry | undefined;
}

/** Quick however much waits: in a flood, every push asks for the surplus. */
export const createLanes = (capacity: number): Lanes => {
  const lanes = new Map<string, Entry[]>();
  let count = 0;
  let bytes = 0;
  let attached = 0;
  /** Entries in the longest lane, at most. */
  let longest = 0;

  const change = ({ parcel: { items, attachments, weight = bytesOf(items) } }: Entry, by: 1 | -1): void => {
    count += by;
    bytes += by * weight;
    attached += by * bytesOf(attachments);
  };

  return {
    add(entry) {
      const { issue } = entry.parcel;
      const lane = (entry.lane = lanes.get(issue) ?? []);
      lanes.set(issue, lane);
      longest = Math.max(longest, lane.push(entry));
      change(entry, 1);
    },
    delete(entry) {
      const { lane } = entry;
      if (!lane) return;
      entry.lane = undefined;
      // From behind: in a flood most go soon after they came.
      lane.splice(lane.lastIndexOf(entry), 1);
      if (lane.length === 0) lanes.delete(entry.parcel.issue);
      change(entry, -1);
    },
    hasRoomFor: ({ attachments }) => !attachments?.[0] || attached + bytesOf(attachments) <= MAX_ATTACHED_BYTES,
    surplus(newcomer) {
      let { lane } = newcomer;
      // One alone may be as large as it likes: it is sent next.
      if (!lane || (count <= capacity && (bytes <= MAX_BYTES || count === 1))) return undefined;
      // In a flood it is the newcomer's own, and no other has to be looked at.
      if (lane.length < longest) for (const other of lanes.values()) if (other.length > lane.length) lane = other;
      longest = lane.length;
      return lane.at(-2) ?? newcomer;
    },
  };
};
