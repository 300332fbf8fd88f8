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

/** The newest of a list, in order, as far as `limit` and {@link MAX_BYTES} allow; `sizeOf` tells the bytes of each. */
export const newestBreadcrumbs = (list: readonly Breadcrumb[], limit: number, sizeOf: (crumb: Breadcrumb) => number): readonly Breadcrumb[] => {
  const newest = limit > 0 ? list.slice(-limit) : [];
  let bytes = newest.reduce((sum, crumb) => sum + sizeOf(crumb), 0);
  // The oldest go, until the others fit.
  return newest.filter((crumb) => bytes <= MAX_BYTES || ((bytes -= sizeOf(crumb)), false));
};
