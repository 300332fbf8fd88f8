import { assert, array, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Breadcrumb } from '../event/event';
import type { Sizes } from './breadcrumbs';
import { newestBreadcrumbs } from './breadcrumbs';

/** Breadcrumbs whose message is their size. */
const crumbsOf = (sizes: readonly number[]): readonly Breadcrumb[] => sizes.map((size) => ({ message: String(size) }));
const sizeOf = ({ message }: Breadcrumb): number => Number(message);
/** Added one after the other. */
const addAll = (crumbs: readonly Breadcrumb[], limit: number): readonly Breadcrumb[] => {
  const sizes: Sizes = new WeakMap(crumbs.map((crumb) => [crumb, sizeOf(crumb)]));
  return crumbs.reduce<readonly Breadcrumb[]>((list, crumb) => newestBreadcrumbs(list, crumb, { limit, sizes }), []);
};
const newest = (sizes: readonly number[], limit: number): readonly number[] => addAll(crumbsOf(sizes), limit).map(sizeOf);

describe('the newest breadcrumbs', () => {
  it.each([
    ['as many as the limit allows', [1, 2, 3], 2, [2, 3]],
    ['none with a limit of 0', [1, 2], 0, []],
    ['none with a limit below 0', [1, 2], -1, []],
    ['none with a limit that is no number', [1, 2], Number.NaN, []],
    ['all without a limit', [1, 2], Number.POSITIVE_INFINITY, [1, 2]],
    ['as many as 30,000 bytes hold', [1, 10_000, 10_000, 10_000], 100, [10_000, 10_000, 10_000]],
    ['not an older small one in place of a large one', [1, 20_000, 10_001], 100, [10_001]],
  ])('are %s', (_what, sizes, limit, expected) => expect(newest(sizes, limit)).toEqual(expected));

  it('are the longest end of the list that both bounds allow', () => {
    assert(
      property(array(integer({ min: 1, max: 9000 }), { maxLength: 40 }), integer({ min: 1, max: 30 }), (sizes, limit) => {
        const kept = newest(sizes, limit);
        const sum = (some: readonly number[]) => some.reduce((total, size) => total + size, 0);
        expect(kept).toEqual(sizes.slice(sizes.length - kept.length));
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(sum(kept)).toBeLessThanOrEqual(30_000);
        const isLongest = kept.length === limit || kept.length === sizes.length || sum(sizes.slice(-kept.length - 1)) > 30_000;
        expect(isLongest).toBe(true);
      }),
    );
  });

  it('leave the list alone that they come from, because snapshots hold it', () => {
    const [one, other] = [{ message: 'one' }, { message: 'other' }];
    const sizes: Sizes = new WeakMap([one, other].map((crumb) => [crumb, 20_000]));
    const list = Object.freeze(newestBreadcrumbs([], one, { limit: 100, sizes }));
    expect(newestBreadcrumbs(list, other, { limit: 100, sizes })).toEqual([other]);
    expect(list).toEqual([one]);
    // Another scope goes on from the same list.
    expect(newestBreadcrumbs(list, {}, { limit: 100, sizes })).toEqual([one, {}]);
  });

  it('go on from a list that was kept before there was a client', () => {
    const sizes: Sizes = new WeakMap();
    expect(newestBreadcrumbs(crumbsOf([1, 2, 3]), { message: 'new' }, { limit: 3, sizes }).map(({ message }) => message)).toEqual(['2', '3', 'new']);
  });
});
