import type { Diagnostic, StackFrame } from '@tocsin/core';
import type { ParseStack, Runtime, ScopeStore } from '@tocsin/core/platform';
import { createEventMemory, createStackScopeStore } from '@tocsin/core/platform';
import type { FakeServer } from './fake-server';
import { fakeServer } from './fake-server';

/** A platform made of values: time stands still until told, chance is fixed, the server is a list. */
export interface FakeRuntime extends Runtime {
  readonly server: FakeServer;
  /** What was shown to the developer. */
  readonly reported: Diagnostic[];
  /** Moves time on and runs the timers that fall due, in order, with their promises. */
  readonly advance: (milliseconds: number) => Promise<void>;
  /** Timers that wait, `hold`ing ones among them. */
  readonly timers: () => number;
  /** What `random()` answers. Default 0.5. */
  chance: number;
  /** Milliseconds by which the clock is wrong; timers do not care. Default 0. */
  clockSkew: number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Frames of a V8 stack, for tests: `at name (file:line:column)`. */
const parseV8: ParseStack = (stack) =>
  [...stack.matchAll(/^\s+at (?:(.+) \()?(.+?):(\d+):(\d+)\)?$/gm)]
    .map(([, name, file, line, column]): StackFrame => ({
      ...(name && { function: name }),
      filename: file ?? '',
      lineno: Number(line),
      colno: Number(column),
      in_app: !/node_modules|^node:/.test(file ?? ''),
    }))
    .reverse();

/** Lets promises run that are already settled, however deep the chain. */
export const settle = async (): Promise<void> => {
  for (let round = 0; round < 50; round++) await Promise.resolve();
};

/** A byte that looks like chance. A plain multiple of the counter would come round after a hundred ids. */
const mix = (count: number): number => {
  let word = Math.imul(count, 0x9e3779b1);
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 24;
};

/** Starts at a fixed moment (2026-01-01). `scopes` defaults to the synchronous store. */
export const fakeRuntime = ({ scopes = createStackScopeStore() }: { readonly scopes?: ScopeStore } = {}): FakeRuntime => {
  const server = fakeServer();
  let now = Date.UTC(2026, 0, 1);
  let timers: Timer[] = [];
  let counter = 0;

  const runtime: FakeRuntime = {
    server,
    reported: [],
    chance: 0.5,
    clockSkew: 0,
    timers: () => timers.length,
    async advance(milliseconds) {
      const until = now + milliseconds;
      await settle();
      for (;;) {
        const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.run();
        await settle();
      }
      now = until;
    },
    platform: 'node',
    sdk: { name: 'tocsin.javascript.test', version: '0.0.0' },
    scopes,
    now: () => now + runtime.clockSkew,
    after(delay, run) {
      const timer = { at: now + delay, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    random: () => runtime.chance,
    // A mixed counter: ids differ, however many bytes are read at a time, and two runs give the same ones.
    randomBytes: (count) => Uint8Array.from({ length: count }, () => mix(++counter)),
    parseStack: parseV8,
    describe: () => undefined,
    createMemory: createEventMemory,
    constant: () => ({ server_name: 'test' }),
    createPost: () => server.post,
    report: (diagnostic) => void runtime.reported.push(diagnostic),
  };
  return runtime;
};
