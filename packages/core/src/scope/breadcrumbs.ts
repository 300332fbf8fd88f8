import type { Breadcrumb } from '../event/event';

/** The newest `limit` breadcrumbs, oldest first; a new list, so that snapshots keep theirs. */
export const appendBreadcrumb = (list: readonly Breadcrumb[], crumb: Breadcrumb, limit: number): readonly Breadcrumb[] =>
  limit <= 0 ? [] : [...list.slice(Math.max(0, list.length + 1 - limit)), crumb];
