import { afterEach, describe, expect, it } from 'vitest';
import { createStackParser } from '../context/stack-parser';
import type { Call } from './same-call';
import { callsOf } from './same-call';

interface Paused extends Call {
  readonly holds: string;
}

/** A call as the inspector tells it: `pay 4:66 in 4:17-4:118`. */
const paused = (holds: string, text: string): Paused => {
  const [, name = '', ...numbers] = /^(\S*) ?(\d+):(\d+) in (\d+):(\d+)-(\d+):(\d+)$/.exec(text) ?? [];
  const [line = 0, column = 0, fromLine = 0, fromColumn = 0, toLine = 0, toColumn = 0] = numbers.map(Number);
  return { holds, name, file: '/srv/a.js', at: { line, column }, within: [{ line: fromLine, column: fromColumn }, { line: toLine, column: toColumn }] };
};

/** What each frame of a stack holds, the innermost first. */
const held = (stack: string, calls: Readonly<Record<string, string>>): readonly (string | undefined)[] => {
  const frames = createStackParser('/srv')(stack.replace(/^/gm, '    at ')).reverse();
  const found = callsOf(frames, Object.entries(calls).map(([holds, text]) => paused(holds, text)));
  return frames.map((frame) => found.get(frame)?.holds);
};

afterEach(() => process.setSourceMapsEnabled(false));

// Stacks and places are those that Node 24 gave.
describe('the calls that frames tell of', () => {
  it('of a function that calls itself', () => {
    const stack = 'Cart.pay (/srv/a.js:4:72)\nCart.pay (/srv/a.js:4:107)\nCart.pay (/srv/a.js:4:107)\n/srv/a.js:11:36';
    expect(held(stack, { zero: 'pay 4:66 in 4:17-4:118', one: 'pay 4:107 in 4:17-4:118', two: 'pay 4:107 in 4:17-4:118', main: ' 11:36 in 11:21-11:42' })).toEqual(['zero', 'one', 'two', 'main']);
  });

  it('of one that calls itself only while it waits: what waits is over', () => {
    const stack = 'as (/srv/a.js:9:82)\nprocess.processTicksAndRejections (node:internal/process/task_queues:104:5)\nasync as (/srv/a.js:9:61)\nasync as (/srv/a.js:9:61)';
    expect(held(stack, { zero: 'as 9:76 in 9:18-9:100' })).toEqual(['zero', undefined, undefined, undefined]);
  });

  it('where another function has made the error, also one of the same name', () => {
    const stack = (name: string) => `${name} (/srv/a.js:6:21)\ng (/srv/a.js:7:25)\n/srv/a.js:11:63\n/srv/a.js:5:38\nArray.map (<anonymous>)\nf (/srv/a.js:5:28)`;
    const calls = { g: 'g 8:3 in 7:11-8:13', callback: ' 11:63 in 11:59-11:66', inner: ' 5:38 in 5:32-5:42', f: 'f 5:28 in 5:11-5:46' };
    for (const name of ['make', 'g']) expect(held(stack(name), calls)).toEqual([undefined, 'g', 'callback', 'inner', undefined, 'f']);
    // Nested in it, and of its name.
    expect(held('g (/srv/a.js:7:30)\ng (/srv/a.js:7:40)\n/srv/a.js:11:63', calls)).toEqual([undefined, 'g', 'callback']);
  });

  it('of functions without a name, one beside the other', () => {
    const stack = '/srv/a.js:3:20\n/srv/a.js:5:9\n/srv/a.js:7:9';
    // Of the one in between nothing is known.
    expect(held(stack, { first: ' 3:14 in 3:5-3:40', third: ' 7:9 in 7:1-7:30' })).toEqual(['first', undefined, 'third']);
    expect(held(stack, { third: ' 7:9 in 7:1-7:30' })).toEqual([undefined, undefined, 'third']);
  });

  it('of a function that the stack calls otherwise than the inspector', () => {
    expect(held('Timeout._onTimeout (/srv/a.js:3:20)\nlistOnTimeout (node:internal/timers:588:17)', { late: 'late 3:14 in 3:5-3:40' })).toEqual(['late', undefined]);
  });

  it('of an error that was made elsewhere: none', () => {
    expect(held('make (/srv/a.js:20:3)\n/srv/a.js:22:1', { g: 'make 8:3 in 7:11-8:13', main: ' 11:63 in 11:59-11:66' })).toEqual([undefined, undefined]);
    expect(held('', { g: 'g 8:3 in 7:11-8:13' })).toEqual([]);
    expect(held('f (/srv/a.js:5:28)', {})).toEqual([undefined]);
  });

  it('of mapped code: by their names, in order', () => {
    process.setSourceMapsEnabled(true);
    expect(held('Cart.pay (/srv/a.ts:40:7)\nArray.map (<anonymous>)\norder (/srv/a.ts:1:1)', { pay: 'pay 4:66 in 4:17-4:118', order: 'order 9:1 in 9:1-9:9' })).toEqual(['pay', undefined, 'order']);
  });
});
