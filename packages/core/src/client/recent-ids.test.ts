import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecentIds } from './recent-ids';

it('knows the newest, and no more than twice as many', () => {
  const step = fc.record({ id: fc.nat(40).map(String), isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const ids = createRecentIds(5);
      let newest: string[] = [];
      for (const { id, isGone } of steps) {
        const others = newest.filter((other) => other !== id);
        const known = ids.has(id);
        if (isGone) {
          if (newest.slice(0, 5).includes(id)) expect(ids.has(id)).toBe(true);
          ids.delete(id);
          expect(ids.has(id)).toBe(false);
          newest = others;
        } else {
          ids.add(id);
          if (!known) newest = [id, ...others];
        }
        expect(newest.slice(0, 5).every((one) => ids.has(one))).toBe(true);
        expect(newest.slice(10).some((forgotten) => ids.has(forgotten))).toBe(false);
      }
    }),
  );
});

it('says of one that goes whether it was known', () => {
  const ids = createRecentIds(2);
  ids.add('a');
  expect(ids.delete('b')).toBe(false);
  expect(ids.delete('a')).toBe(true);
});
