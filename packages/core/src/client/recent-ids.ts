/** Ids of the events that may still be shown to a user. */
export interface RecentIds {
  /** As the newest, unless it is known. */
  add(id: string): void;
  /** Whether it was known. */
  delete(id: string): boolean;
  has(id: string): boolean;
}

/**
 * Remembers the newest `least` ids or some more, twice as many at most. Once in so many they are copied into a new set: a
 * set in which each id pushes out the oldest walks over all the holes to find it, and gets a new table each time that it has
 * only holes left, which V8 makes in old memory, together with what stands in it.
 */
export const createRecentIds = (least: number): RecentIds => {
  let ids = new Set<string>();
  let added = 0;
  return {
    add(id) {
      ids.add(id);
      if (++added % least === 0) ids = new Set([...ids].slice(-least));
    },
    delete: (id) => ids.delete(id),
    has: (id) => ids.has(id),
  };
};
