/**
 * Lists of flat objects that nobody changes and the walk leaves as they are, and the bytes that each takes
 * as JSON: the frames of a stack go with many events.
 */
export type SharedLists = WeakMap<object, number>;

/** A copy of such a list for one event, counted as a whole; `undefined` for all else. */
export const copyShared = (list: object, shared: SharedLists | undefined, count: (emitted: string, bytes: number) => void): unknown[] | undefined => {
  const bytes = shared?.get(list);
  if (!bytes) return undefined;
  count('', bytes);
  return Object.values(list).map((entry: unknown) => ({ ...Object(entry) }));
};
