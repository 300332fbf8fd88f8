import type { Bag } from '../base/read';
import type { Room } from './text-room';

/** Lists of objects that nobody changes, and the bytes that each takes; 0 while that is not known. The frames of a stack go with many events. */
export type SharedLists = WeakMap<object, number>;

interface Surroundings extends Pick<Room, 'count' | 'isFull' | 'measure'> {
  readonly shared: SharedLists | undefined;
}

/**
 * Walks a list. A shared one that came out as it went in need not be walked again: each event gets a copy
 * of its own, if there is room for all of it.
 */
export const walkShared = (list: readonly Bag[], walk: () => unknown[], { shared, count, isFull, measure }: Surroundings): unknown[] => {
  if (!shared?.has(list)) return walk();
  const known = shared.get(list);
  if (known && !isFull(known)) {
    count('', known);
    return list.map((entry) => ({ ...entry }));
  }
  const before = measure();
  const copy = walk();
  if (!isFull() && copy.every((entry, at) => isSame(Object(entry), list[at]))) shared.set(list, before - measure());
  return copy;
};

/** What hangs below is a copy, and so another. */
const isSame = (copy: Bag, entry: Bag | undefined): boolean => Object.keys(copy).every((key) => copy[key] === entry?.[key]);
