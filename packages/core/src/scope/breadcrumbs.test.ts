import { assert, array, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Breadcrumb } from '../event/event';
import { newestBreadcrumbs } from './breadcrumbs';

/** Breadcrumbs whose message is their size. */
const crumbsOf = (sizes: readonly number[]): readonly Breadcrumb[] => sizes.map((size) => ({ message: String(size) }));
const sizeOf = ({ message }: Breadcrumb): number => Number(message);
const newest = (sizes: readonly number[], limit: number): readonly number[] => newestBreadcrumbs(crumbsOf(sizes), limit, sizeOf).map(sizeOf);

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
    const list = Object.freeze(crumbsOf([20_000, 20_000]));
    expect(newestBreadcrumbs(list, 100, sizeOf)).toHaveLength(1);
    expect(list).toHaveLength(2);
  });
});
