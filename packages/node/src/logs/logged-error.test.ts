import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenError } from './logged-error';

const FRAMES = '\n    at pay (/srv/shop.js:3:4)\n    at /srv/main.js:1:1';

describe('an error that was written into a text', () => {
  it.each([
    [`Error: boom${FRAMES}`, 'Error', 'boom', 'Error: boom'],
    [`failed: RangeError: too much${FRAMES}`, 'RangeError', 'too much', 'failed: RangeError: too much'],
    [`failed: TypeError [ERR_X]: no${FRAMES} (7)`, 'TypeError', 'no', 'failed: TypeError [ERR_X]: no'],
    [`TimeoutError${FRAMES}`, 'TimeoutError', '', 'TimeoutError'],
    [`shop.DatabaseException: first\nsecond${FRAMES}`, 'shop.DatabaseException', 'first\nsecond', 'shop.DatabaseException: first\nsecond'],
    [`{\n  err: Error: boom${FRAMES.replaceAll('    at', '      at')}\n  order: 7\n}`, 'Error', 'boom', '{\n  err: Error: boom\n  order: 7\n}'],
  ])('%j', (text, name, said, message) => {
    const written = writtenError(text);
    expect(written).toMatchObject({ error: { name, message: said }, message });
    expect(written?.error.stack).toContain('at pay (/srv/shop.js:3:4)');
  });

  it.each(['', 'Error: boom', `Trace: here${FRAMES}`, 'I was\n    at home', FRAMES])('is none in %j', (text) => {
    expect(writtenError(text)).toBeUndefined();
  });

  it('is found again, whatever stands before it and in it', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/Error|Exception|\n/.test(text));
    fc.assert(
      fc.property(line, line, (before, message) => {
        const { stack } = new RangeError(message);
        const written = writtenError(`${before} ${stack}`);
        expect(written?.error).toMatchObject({ name: 'RangeError', message });
        expect(written?.message).toBe(`${before} ${stack?.slice(0, stack.indexOf('\n    at '))}`);
      }),
      { numRuns: 200 },
    );
  });

  // What grows with the square of the text would take minutes.
  it.each(['a.', 'Error ', '\n', '\n ', '['])('is looked for in a megabyte of %j', (part) => {
    expect(writtenError(`${part.repeat(1e6 / part.length)} RangeError: too much${FRAMES}`)?.error).toMatchObject({ message: 'too much' });
  });
});
