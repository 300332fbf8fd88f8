import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry } from './entry';
import { createLine } from './line';

const entryOf = (id: string): Entry => ({ parcel: { id, category: 'error', issue: '', header: {}, items: [] } });

it('is in order whatever comes and goes, as a set is', () => {
  const entries = ['a', 'b', 'c', 'd', 'e'].map(entryOf);
  const step = fc.record({ entry: fc.constantFrom(...entries), isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const line = createLine();
      const set = new Set<Entry>();
      for (const { entry, isGone } of steps) {
        if (isGone) expect(line.delete(entry)).toBe(set.delete(entry));
        else if (!set.has(entry)) {
          line.add(entry);
          set.add(entry);
        }
        expect(line.has(entry)).toBe(!isGone);
        expect([...line]).toEqual([...set]);
        expect(line.size).toBe(set.size);
      }
      for (const entry of set) line.delete(entry);
    }),
  );
});

it('can be gone through while each is taken out', () => {
  const line = createLine();
  ['a', 'b', 'c'].map(entryOf).forEach((entry) => line.add(entry));
  const seen: string[] = [];
  line.forEach((entry) => {
    seen.push(entry.parcel.id);
    line.delete(entry);
  });
  expect(seen).toEqual(['a', 'b', 'c']);
  expect([...line]).toEqual([]);
});

it('holds nobody who has left', () => {
  const line = createLine();
  const [a, b, c] = [entryOf('a'), entryOf('b'), entryOf('c')];
  [a, b, c].forEach((entry) => line.add(entry));
  line.delete(b);
  expect([b.before, b.behind]).toEqual([undefined, undefined]);
  expect(a.behind === c && c.before === a).toBe(true);
});
