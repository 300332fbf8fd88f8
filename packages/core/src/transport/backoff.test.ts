import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoff } from './backoff';

it('the delay doubles, is half chance, and stays within half a second and half a minute', () => {
  expect([1, 2, 3, 10].map((failures) => backoff(failures, 0))).toEqual([250, 500, 1000, 15_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
      const delay = backoff(failures, random);
      expect(delay).toBeGreaterThanOrEqual(250);
      expect(delay).toBeLessThanOrEqual(30_000);
    }),
  );
});
