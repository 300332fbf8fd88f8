import { describe, expect, it } from 'vitest';
import { asciiJson } from '../base/ascii-json';
import type { StackFrame } from '../event/event';
import { gateEvent, noteShared } from './gate';
import type { GateOptions } from './gate';
import { createScrubber } from './scrubber';
import { framesZone } from './zones';

/** A gate that knows which lists a parser gives out again and again. */
const gateFor = (frame: StackFrame, change: Partial<GateOptions> = {}) => {
  const shared: WeakMap<object, string> = new WeakMap();
  const options: GateOptions = { depth: 3, breadth: 20, textLength: 100, totalLength: 5000, describe: () => undefined, scrubber: createScrubber({}, () => {}), shared };
  const given = Array.from({ length: 10 }, () => frame);
  const frames = noteShared(given, framesZone, options);
  const told: string[] = [];
  const gate = (value: string) => gateEvent({ event_id: 'e', timestamp: 1, exception: { values: [{ value, stacktrace: { frames } }, { value: 'after' }] } }, { ...options, ...change }, { onFiltered: (rule) => told.push(rule) });
  return { given, frames, shared, gate, told };
};

const framesOf = (event: ReturnType<ReturnType<typeof gateFor>['gate']>) => event.exception?.values[0]?.stacktrace?.frames ?? [];

describe('the frames of a stack that is given out again and again', () => {
  const plain: StackFrame = { filename: '/app/a.js', function: 'pay', lineno: 7, in_app: true };

  it('come out as they went in', () => {
    const { gate, frames, given, shared } = gateFor(plain);
    expect(frames).toBe(given);
    expect(framesOf(gate('a'))).toEqual(frames);
    expect(shared.get(frames)).toBe(asciiJson(frames));
  });

  it('are each event’s own, so that a hook changes no other', () => {
    const { gate, frames } = gateFor(plain);
    for (const event of [gate('a'), gate('a')]) for (const frame of framesOf(event)) frame.filename = 'changed';
    expect([frames[0]?.filename, framesOf(gate('a'))[0]?.filename]).toEqual(['/app/a.js', '/app/a.js']);
  });

  it('bring the lines around a call, each event lists of its own, and read them no more', () => {
    let reads = 0;
    const frame = {
      ...plain,
      get pre_context() {
        reads++;
        return ['const a = 1;', 'const b = "\u4e16";'];
      },
    };
    const { gate } = gateFor(frame);
    const readBefore = reads;
    framesOf(gate('a'))[3]?.pre_context?.push('changed');
    expect(framesOf(gate('a')).map(({ pre_context: lines }) => lines)).toEqual(Array.from({ length: 10 }, () => ['const a = 1;', 'const b = "\u4e16";']));
    expect(reads).toBe(readBefore);
  });

  it('are walked with each event when something has to be taken out of them, and it is told each time', () => {
    const { gate, told } = gateFor({ filename: '/a.js?token=s3cr3tvalue' });
    const counts = [1, 2].map(() => {
      gate('a');
      return told.length;
    });
    expect(counts).toEqual([10, 20]);
  });

  it('are walked with each event when they are too long, or cannot be JSON', () => {
    const long = gateFor({ filename: 'x'.repeat(200) });
    const odd = gateFor({ ...plain, lineno: Number.NaN });
    expect([framesOf(long.gate('a'))[0]?.filename?.length, framesOf(odd.gate('a'))[0]?.lineno]).toEqual([100, '[NaN]']);
  });

  it('are each event’s own in depth, too', () => {
    const { gate } = gateFor({ ...plain, vars: { a: { b: 1 } } });
    for (const frame of framesOf(gate('a'))) Object.assign(frame.vars ?? {}, { a: 2 });
    expect(framesOf(gate('a'))[0]?.vars).toEqual({ a: { b: 1 } });
  });

  it('count for the room of an event, and are kept whole', () => {
    const { gate, frames } = gateFor(plain, { totalLength: 300 });
    const event = gate('a');
    expect([framesOf(event), event.exception?.values[1]]).toEqual([frames, '...']);
  });
});
