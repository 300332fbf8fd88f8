import { readFileSync } from 'node:fs';
import type { StackFrame } from '@tocsin/core';
import oracle from 'error-stack-parser';
import { describe, expect, it } from 'vitest';
import { parseBrowserStack } from './stack-parser';

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly expected: readonly StackFrame[];
  /** Ours says more than the library, on purpose. */
  readonly mended: boolean;
}

const vectors: readonly Vector[] = JSON.parse(readFileSync(new URL('../../../test/vectors/browser-stacks.json', import.meta.url), 'utf8'));

describe('stacks of browsers', () => {
  it.each(vectors)('$name', ({ input, expected }) => {
    expect(JSON.parse(JSON.stringify(parseBrowserStack(input)))).toEqual(expected);
  });

  const asTheOracle = ({ input }: Vector): unknown[][] => {
    const error = Object.assign(new Error('x'), { stack: input });
    return oracle.parse(error).map(({ functionName, fileName, lineNumber, columnNumber }) => [functionName, fileName, lineNumber, columnNumber]);
  };
  const asOurs = ({ input }: Vector): unknown[][] => [...parseBrowserStack(input)].reverse().map((frame) => [frame.function, frame.filename, frame.lineno, frame.colno]);

  it.each(vectors.filter(({ mended }) => !mended))('$name: as error-stack-parser reads it', (vector) => {
    expect(asOurs(vector)).toEqual(asTheOracle(vector));
  });

  it.each(vectors.filter(({ mended }) => mended))('$name: other than error-stack-parser reads it', (vector) => {
    expect(asOurs(vector)).not.toEqual(asTheOracle(vector));
  });

  it('keeps the fifty innermost frames, and nothing of a line that holds a whole script', () => {
    const lines = Array.from({ length: 80 }, (_, index) => `    at f${index} (https://shop.example/app.js:${index + 1}:1)`);
    const frames = parseBrowserStack(`Error: x\n    at g (data:text/javascript,${'x'.repeat(2000)}:1:2)\n${lines.join('\n')}`);
    expect(frames).toHaveLength(50);
    expect(frames.at(-1)).toMatchObject({ function: 'f0' });
  });

  it('makes no frame of what is none', () => {
    expect(parseBrowserStack('')).toEqual([]);
    expect(parseBrowserStack('Error: no\n  such thing')).toEqual([]);
  });
});
