import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry } from './entry';
import { createLanes } from './lanes';

const entryOf = (issue: string, bytes = 1): Entry => ({ parcel: { id: 'id', category: 'error', issue, header: {}, items: [{ header: { type: 'event' }, payload: 'x'.repeat(bytes) }] } });

/** What it must do, done slowly: the newest but one of the issue that has most, or the newcomer. */
const surplusSlowly = (list: readonly Entry[], newcomer: Entry): readonly Entry[] => {
  const countOf = (issue: string): number => list.filter(({ parcel }) => parcel.issue === issue).length;
  const most = Math.max(...list.map(({ parcel }) => countOf(parcel.issue)));
  if (most < 2) return [newcomer];
  const loudest = new Set(list.map(({ parcel }) => parcel.issue).filter((issue) => countOf(issue) === most));
  // Any of several that are equally loud.
  return [...loudest].flatMap((issue) => list.filter(({ parcel }) => parcel.issue === issue).at(-2) ?? []);
};

it('names who the slow way names, whatever comes and goes, never an issue\'s only one while another has more', () => {
  const step = fc.oneof({ weight: 4, arbitrary: fc.record({ add: fc.constantFrom('a', 'b', 'c', 'd', 'e') }) }, { weight: 1, arbitrary: fc.record({ take: fc.nat(5) }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const lanes = createLanes(6);
      let list: Entry[] = [];
      for (const action of steps) {
        if ('take' in action) {
          const taken = list[action.take];
          if (!taken) continue;
          lanes.delete(taken);
          list = list.filter((other) => other !== taken);
          continue;
        }
        const newcomer = entryOf(action.add);
        lanes.add(newcomer);
        list.push(newcomer);
        const surplus = lanes.surplus(newcomer);
        if (list.length <= 6) expect(surplus).toBeUndefined();
        else {
          expect(surplusSlowly(list, newcomer)).toContain(surplus);
          if (surplus) lanes.delete(surplus);
          list = list.filter((other) => other !== surplus);
        }
      }
    }),
  );
});

it('is bounded by bytes as well, but for one that is alone', () => {
  const lanes = createLanes(1000);
  const large = entryOf('large', 11_000_000);
  lanes.add(large);
  expect(lanes.surplus(large)).toBeUndefined();
  const small = entryOf('small');
  lanes.add(small);
  expect(lanes.surplus(small)).toBe(small);
  lanes.delete(large);
  expect(lanes.surplus(small)).toBeUndefined();
  const half = [1, 2, 3].map(() => entryOf('half', 4_000_000));
  half.forEach((entry) => lanes.add(entry));
  expect(lanes.surplus(small)).toBe(half[1]);
});

it('keeps attachments of 20 MiB beside that', () => {
  const lanes = createLanes(10);
  const withFile = (mebibytes: number): Entry => ({ parcel: { ...entryOf('a').parcel, attachments: [{ header: { type: 'attachment', filename: 'a' }, payload: new Uint8Array(mebibytes * 2 ** 20) }] } });
  expect(lanes.hasRoomFor(withFile(20).parcel)).toBe(true);
  const first = withFile(15);
  lanes.add(first);
  expect(lanes.hasRoomFor(withFile(6).parcel)).toBe(false);
  expect(lanes.hasRoomFor(entryOf('b').parcel)).toBe(true);
  // As one that comes back to be tried again may be.
  const second = withFile(15);
  lanes.add(second);
  expect(lanes.hasRoomFor(entryOf('b').parcel)).toBe(true);
  expect(lanes.hasRoomFor({ ...entryOf('b').parcel, attachments: [] })).toBe(true);
  lanes.delete(second);
  lanes.delete(first);
  expect(lanes.hasRoomFor(withFile(6).parcel)).toBe(true);
});

it('names the surplus 50,000 times in the time of a blink, with a thousand issues', () => {
  const lanes = createLanes(1000);
  let size = 0;
  const start = performance.now();
  for (let index = 0; index < 50_000; index++) {
    const newcomer = entryOf(`issue ${index % 1001}`);
    lanes.add(newcomer);
    size++;
    const surplus = lanes.surplus(newcomer);
    if (!surplus) continue;
    lanes.delete(surplus);
    size--;
  }
  // Some 50 ms when nothing else runs; a look at everything each time would take ten times the bound.
  expect(performance.now() - start).toBeLessThan(2000);
  expect(size).toBe(1000);
});
