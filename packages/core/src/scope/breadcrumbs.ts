import type { Breadcrumb } from '../event/event';

/**
 * Bytes that the breadcrumbs of one scope may take in an event. A page that is left can still send
 * 60,000 (`fetch` with `keepalive`, bounded for the whole page), and the error must find room beside
 * its breadcrumbs.
 */
const MAX_BYTES = 30_000;

/**
 * Adds a breadcrumb to a list: as it is now, normalised, scrubbed and trimmed, with its time.
 * `undefined` where there is no client to do so. The list is a new one, so that snapshots keep theirs.
 */
export type KeepBreadcrumb = (list: readonly Breadcrumb[], crumb: Breadcrumb, limit?: number) => readonly Breadcrumb[] | undefined;

/** Bytes of breadcrumbs, and of the lists that {@link newestBreadcrumbs} has made. What it does not know takes none. */
export type Sizes = WeakMap<object, number>;

/** The newest of a list and one more, in order, as far as `limit` and {@link MAX_BYTES} allow. A list is not summed up again: a page adds breadcrumbs often. */
export const newestBreadcrumbs = (list: readonly Breadcrumb[], crumb: Breadcrumb, { limit, sizes }: { readonly limit: number; readonly sizes: Sizes }): readonly Breadcrumb[] => {
  const all = [...list, crumb];
  const sizeOf = (what: object): number => sizes.get(what) ?? 0;
  let bytes = sizeOf(list) + sizeOf(crumb);
  // The oldest go, until the others fit.
  let gone = 0;
  for (const one of all) {
    if (all.length - gone <= limit && bytes <= MAX_BYTES) break;
    gone++;
    bytes -= sizeOf(one);
  }
  const newest = all.slice(gone);
  sizes.set(newest, bytes);
  return newest;
};
