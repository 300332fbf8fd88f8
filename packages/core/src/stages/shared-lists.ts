/**
 * Lists that nobody changes and the walk leaves as they are, as JSON: the frames of a stack, with the lines around
 * each, go with many events.
 */
export type SharedLists = WeakMap<object, string>;

/** A copy of such a list for one event, counted as a whole; `undefined` for all else. */
export const copyShared = (list: object, shared: SharedLists | undefined, count: (emitted: string, bytes: number) => void): unknown[] | undefined => {
  const json = shared?.get(list);
  if (!json) return undefined;
  count('', json.length);
  return JSON.parse(json);
};
