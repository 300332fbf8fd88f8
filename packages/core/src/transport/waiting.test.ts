import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Parcel } from './parcel';
import { createWaiting } from './waiting';

const parcelOf = (issue: string, id: string): Parcel => ({ id, category: 'error', issue, header: {}, items: [] });

/** What it must do, done slowly: the oldest of the issue that has most, or the newcomer. */
const evictSlowly = (list: Parcel[], newcomer: Parcel): Parcel[] => {
  const countOf = (issue: string): number => list.filter((other) => other.issue === issue).length;
  const most = Math.max(...list.map(({ issue }) => countOf(issue)));
  if (most < 2) return [newcomer];
  const loudest = new Set(list.map(({ issue }) => issue).filter((issue) => countOf(issue) === most));
  // Any of several that are equally loud.
  return [...loudest].flatMap((issue) => list.find((parcel) => parcel.issue === issue) ?? []);
};

it('does what the slow way does, whatever comes and goes', () => {
  const step = fc.oneof({ weight: 4, arbitrary: fc.record({ add: fc.constantFrom('a', 'b', 'c', 'd', 'e') }) }, { weight: 1, arbitrary: fc.constant('take' as const) }, { weight: 1, arbitrary: fc.constant('clear' as const) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const waiting = createWaiting();
      let list: Parcel[] = [];
      for (const [index, action] of steps.entries()) {
        if (action === 'take') expect(waiting.takeOldest()).toBe(list.shift());
        else if (action === 'clear') {
          if (index % 4) continue;
          waiting.clear();
          list = [];
        } else {
          const parcel = parcelOf(action.add, String(index));
          waiting.add(parcel);
          list.push(parcel);
          if (list.length > 6) {
            const candidates = evictSlowly(list, parcel);
            const evicted = waiting.makeRoom(parcel);
            expect(candidates).toContain(evicted);
            list = list.filter((other) => other !== evicted);
          }
        }
        expect(waiting.all()).toEqual(list);
        expect(waiting.size()).toBe(list.length);
      }
    }),
  );
});

it('makes room 50,000 times in the time of a blink, with a thousand issues', () => {
  const waiting = createWaiting();
  const start = performance.now();
  for (let index = 0; index < 50_000; index++) {
    const parcel = parcelOf(`issue ${index % 1001}`, String(index));
    waiting.add(parcel);
    if (waiting.size() > 1000) waiting.makeRoom(parcel);
  }
  // Some 50 ms when nothing else runs; a look at everything each time would take ten times the bound.
  expect(performance.now() - start).toBeLessThan(2000);
  expect(waiting.size()).toBe(1000);
});
