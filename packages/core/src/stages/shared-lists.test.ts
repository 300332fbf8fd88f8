import { describe, expect, it } from 'vitest';
import { asciiJson } from '../base/ascii-json';
import { rememberStacks } from '../event/stack';
import type { StackFrame } from '../event/event';
import { gateEvent } from './gate';
import type { GateOptions } from './gate';
import { createScrubber } from './scrubber';
import type { SharedLists } from './shared-lists';

/** A gate that knows which lists a parser gives out again and again. */
const gateFor = (frame: StackFrame, change: Partial<GateOptions> = {}) => {
  const shared: SharedLists = new WeakMap();
  const frames = rememberStacks(() => Array.from({ length: 10 }, () => frame), shared)('stack');
  const options: GateOptions = { depth: 3, breadth: 20, textLength: 100, totalLength: 5000, describe: () => undefined, scrubber: createScrubber({}, () => {}), shared, ...change };
  const told: string[] = [];
  const gate = (value: string) => gateEvent({ event_id: 'e', timestamp: 1, exception: { values: [{ value, stacktrace: { frames } }, { value: 'after' }] } }, options, { onFiltered: (rule) => told.push(rule) });
  return { frames, shared, gate, told };
};

const framesOf = (event: ReturnType<ReturnType<typeof gateFor>['gate']>) => event.exception?.values[0]?.stacktrace?.frames ?? [];

describe('the frames of a stack that was seen before', () => {
  const plain: StackFrame = { filename: '/app/a.js', function: 'pay', lineno: 7, in_app: true };

  it('come out as they did the first time', () => {
    const { gate, frames } = gateFor(plain);
    expect(gate('a')).toEqual(gate('a'));
    expect(framesOf(gate('a'))).toEqual(frames);
  });

  it('are each event’s own, so that a hook changes no other', () => {
    const { gate, frames } = gateFor(plain);
    for (const event of [gate('a'), gate('a')]) for (const frame of framesOf(event)) frame.filename = 'changed';
    expect([frames[0]?.filename, framesOf(gate('a'))[0]?.filename]).toEqual(['/app/a.js', '/app/a.js']);
  });

  it('are walked each time when something has to be taken out of them, and it is told each time', () => {
    const { gate, told } = gateFor({ filename: '/a.js?token=s3cr3tvalue' });
    const counts = [1, 2].map(() => {
      gate('a');
      return told.length;
    });
    expect(counts).toEqual([10, 20]);
  });

  it('are walked each time when more than flat values hang there', () => {
    const { gate, frames, shared } = gateFor({ ...plain, vars: { a: { b: 1 } } });
    gate('a');
    expect(shared.get(frames)).toBe(0);
    for (const frame of framesOf(gate('a'))) Object.assign(frame.vars ?? {}, { a: 2 });
    expect(framesOf(gate('a'))[0]?.vars).toEqual({ a: { b: 1 } });
  });

  it('fill an event as they did the first time, whatever stands before them', () => {
    const { gate, frames, shared } = gateFor(plain, { totalLength: 1200, textLength: 1000 });
    for (let length = 0; length < 1000; length++) {
      shared.set(frames, 0);
      const first = asciiJson(gate('\u4e16'.repeat(length / 6)));
      gate('');
      expect(asciiJson(gate('\u4e16'.repeat(length / 6)))).toBe(first);
    }
  });
});
