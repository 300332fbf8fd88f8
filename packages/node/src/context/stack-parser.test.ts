import { readFileSync } from 'node:fs';
import type { StackFrame } from '@tocsin/core';
import ErrorStackParser from 'error-stack-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStackParser } from './stack-parser';

interface Vector {
  readonly name: string;
  readonly root: string | null;
  readonly input: string;
  readonly expected: readonly StackFrame[];
  readonly why: string;
}

const vectors: readonly Vector[] = JSON.parse(readFileSync(new URL('../../../../test/vectors/stacks.json', import.meta.url), 'utf8'));

describe('the vectors of stacks', () => {
  it('are many, and each has a name of its own and a reason', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(40);
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
    expect(vectors.filter(({ why }) => why.trim() === '')).toEqual([]);
  });

  it.each(vectors)('$name', ({ root, input, expected }) => {
    expect(createStackParser(root ?? undefined)(input)).toEqual(expected);
  });
});

/** What V8 may write as a name. Not those that begin with `async `: the oracle takes that for a part of the name. */
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z_$][\w$]{0,9}$/),
  fc.stringMatching(/^[A-Z]\w{1,6}\.#?[a-z]\w{0,6}$/),
  fc.constantFrom('new Order', 'Object.<anonymous>', 'Module._compile', 'Order.load [as run]', 'get total', 'Function.[Symbol.iterator]', '<anonymous>'),
);

/**
 * What V8 may write as a path. Without parentheses, which the oracle takes out; it leaves `file:`
 * URLs as they are, and a bare `<anonymous>` has no place.
 */
const path = fc.oneof(
  fc.stringMatching(/^(\/[a-z0-9 _.@+-]{1,8}){1,5}\.(js|mjs|cjs|ts)$/),
  fc.stringMatching(/^[A-Z]:(\\[a-z0-9_.-]{1,8}){1,4}\.js$/),
  fc.constantFrom('node:internal/timers', 'webpack-internal:///./src/app.js', 'https://cdn.example:8443/app.js', '[eval]', 'evalmachine.<anonymous>', 'REPL1'),
);

const position = fc.integer({ min: 1, max: 999_999 });

describe('error-stack-parser 2.1.4 as an oracle', () => {
  it('reads the same functions, files, lines and columns', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ name: fc.option(name), path, line: position, column: position }), { minLength: 1, maxLength: 30 }), (calls) => {
        const stack = ['Error: boom', ...calls.map(({ name: called, path: file, line, column }) => `    at ${called === null ? `${file}:${line}:${column}` : `${called} (${file}:${line}:${column})`}`)].join('\n');
        const theirs = ErrorStackParser.parse({ name: 'Error', message: 'boom', stack });
        const ours = createStackParser(undefined)(stack).toReversed();
        const read = ours.map((frame) => [frame.function, frame.filename, frame.lineno, frame.colno]);
        expect(read).toEqual(theirs.map((frame) => [frame.functionName, frame.fileName, frame.lineNumber, frame.columnNumber]));
      }),
      { numRuns: 500 },
    );
  });

  // Each line here is a reason for reading stacks ourselves; when one fails, the oracle has learnt it.
  it.each([
    ['takes parentheses out of a path', 'load (/srv/a b/c (1).js:3:4)', { fileName: '/srv/a b/c 1.js' }],
    ['takes `async` for a part of the name', 'async load (/srv/a.js:3:4)', { functionName: 'async load' }],
    ['leaves URLs of ES modules as they are', 'load (file:///srv/a%20b.mjs:3:4)', { fileName: 'file:///srv/a%20b.mjs' }],
  ])('%s', (_reason, call, expected) => {
    expect(ErrorStackParser.parse({ name: 'Error', message: 'boom', stack: `Error: boom\n    at ${call}` })[0]).toMatchObject(expected);
  });
});

describe('createStackParser', () => {
  const parse = createStackParser('/srv');

  it('keeps the innermost 50 frames', () => {
    const stack = ['Error: boom', ...Array.from({ length: 80 }, (_, index) => `    at f (/srv/a.js:${index + 1}:1)`)].join('\n');
    const frames = parse(stack);
    expect(frames).toHaveLength(50);
    expect(frames.at(-1)).toMatchObject({ lineno: 1 });
    expect(frames[0]).toMatchObject({ lineno: 50 });
  });

  it('reads what this Node writes', () => {
    const inner = (): Error => new Error('boom');
    const frame = parse(inner().stack ?? '').at(-1);
    expect(frame).toMatchObject({ function: 'inner', in_app: true });
    expect(frame?.filename).toMatch(/stack-parser\.test\.ts$/);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('at ', 'eval at ', ' (', ')', ':1', ':1:1', 'a', 'async ', '/', 'file://', '%', '\n', 'wasm://', '<anonymous>'), { maxLength: 200 }), (parts) => {
        expect(parse(parts.join('')).length).toBeLessThanOrEqual(50);
      }),
    );
  });

  it.each(['eval at (', 'eval at x (', ':1', ':1:1 (', ' (', 'at ', 'async ', '/', '%', '?', '/node_modules/'])('is not slowed down by a line of `%s`', (part) => {
    const line = part.repeat(100_000);
    for (const text of [line, `${line})`, `f (${line})`, `file://${line}:1:1`, `f (${line}:1:1)`, `f (eval at ${line}:1:1)`]) expect(parse(`at ${text}`).length).toBeLessThanOrEqual(1);
  });
});
