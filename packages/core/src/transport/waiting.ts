import type { Parcel } from './parcel';

/** Parcels that wait, in the order in which they came. */
export interface Waiting {
  size(): number;
  add(parcel: Parcel): void;
  takeOldest(): Parcel | undefined;
  /**
   * Takes out the oldest parcel of the issue that has most, so that a flood of one issue cannot push
   * out the only event of another. When every issue has one, the newcomer goes.
   */
  makeRoom(newcomer: Parcel): Parcel;
  all(): readonly Parcel[];
  clear(): void;
}

/**
 * Kept by issue, and the issues by how many they have, so that each call takes the same short time
 * however much waits: in a flood, every push makes room.
 */
export const createWaiting = (): Waiting => {
  const inOrder = new Set<Parcel>();
  const byIssue = new Map<string, Set<Parcel>>();
  /** At n the issues with n parcels; the last place is never empty. */
  const bySize: Set<string>[] = [];

  const place = (issue: string, from: number, to: number): void => {
    bySize[from]?.delete(issue);
    if (to > 0) (bySize[to] ??= new Set()).add(issue);
    while (bySize.at(-1)?.size === 0) bySize.pop();
  };

  const remove = (parcel: Parcel): Parcel => {
    const { issue } = parcel;
    const lane = byIssue.get(issue);
    inOrder.delete(parcel);
    if (!lane?.delete(parcel)) return parcel;
    place(issue, lane.size + 1, lane.size);
    if (lane.size === 0) byIssue.delete(issue);
    return parcel;
  };

  return {
    size: () => inOrder.size,
    add(parcel) {
      const { issue } = parcel;
      const lane = byIssue.get(issue) ?? new Set();
      byIssue.set(issue, lane.add(parcel));
      inOrder.add(parcel);
      place(issue, lane.size - 1, lane.size);
    },
    takeOldest() {
      const [oldest] = inOrder;
      return oldest && remove(oldest);
    },
    makeRoom(newcomer) {
      const [loudest = ''] = bySize.length > 2 ? (bySize.at(-1) ?? []) : [];
      const [oldest = newcomer] = byIssue.get(loudest) ?? [];
      return remove(oldest);
    },
    all: () => [...inOrder],
    clear() {
      inOrder.clear();
      byIssue.clear();
      bySize.length = 0;
    },
  };
};
