/**
 * What nobody changes, the walk leaves as it is, and many events have, as JSON: the frames of a stack with the lines
 * around each, breadcrumbs.
 */
export type SharedLists = WeakMap<object, string>;

/** How a walk treats them; see `NormaliseOptions`. */
interface SharingOptions {
  readonly shared?: SharedLists;
  readonly revive?: ((json: string, list: object) => unknown) | undefined;
}

/** A copy of such a list for one event, counted as a whole; `undefined` for all else. */
export const copyShared = (list: object, { shared, revive = (json) => JSON.parse(json) }: SharingOptions, count: (emitted: string, bytes: number) => void): unknown => {
  const json = shared?.get(list);
  if (!json) return undefined;
  count('', json.length);
  return revive(json, list);
};
