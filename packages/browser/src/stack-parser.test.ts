import oracle from 'error-stack-parser';
import { describe, expect, it } from 'vitest';
import { parseBrowserStack } from './stack-parser';

const at = (file: string, line: number, column: number) => ({ filename: file, abs_path: file, lineno: line, colno: column });

/** Stack texts as browsers write them, innermost first, and the frames that they say. */
const stacks: readonly { readonly name: string; readonly stack: string; readonly frames: readonly object[] }[] = [
  {
    name: 'Chromium',
    stack: 'TypeError: no\n    at fail (https://shop.example/app.js:10:15)\n    at Basket.add [as put] (https://shop.example/app.js:20:5)\n    at new Order (https://shop.example/app.js:30:7)\n    at https://shop.example/app.js:40:1',
    frames: [{ function: 'fail', ...at('https://shop.example/app.js', 10, 15) }, { function: 'Basket.add [as put]' }, { function: 'new Order' }, { function: undefined, ...at('https://shop.example/app.js', 40, 1) }],
  },
  { name: 'Chromium, async', stack: 'Error: x\n    at async load (https://shop.example/app.js:1:2)\n    at async Promise.all (index 0)', frames: [{ function: 'load', lineno: 1 }] },
  { name: 'Chromium, a path with parentheses and blanks', stack: 'Error: x\n    at fail (https://shop.example/a b/c (1).js:10:15)\n    at https://shop.example/d (2).js:3:4', frames: [{ function: 'fail', ...at('https://shop.example/a b/c (1).js', 10, 15) }, at('https://shop.example/d (2).js', 3, 4)] },
  { name: 'Chromium, eval', stack: 'Error: x\n    at eval (eval at run (https://shop.example/app.js:5:9), <anonymous>:1:7)', frames: [{ function: 'eval', ...at('https://shop.example/app.js', 5, 9) }] },
  { name: 'Chromium, blob', stack: 'Error: x\n    at work (blob:https://shop.example/0b1c-22:3:4)', frames: [{ function: 'work', ...at('blob:https://shop.example/0b1c-22', 3, 4), in_app: true }] },
  { name: 'Chromium, WebAssembly', stack: 'RuntimeError: unreachable\n    at mul (wasm://wasm/0a1b2c3d:wasm-function[12]:0x1f3)', frames: [{ function: 'wasm-function[12]', filename: 'wasm://wasm/0a1b2c3d', instruction_addr: '0x1f3' }] },
  { name: 'an extension', stack: 'Error: x\n    at f (chrome-extension://abcdef/content.js:1:2)\n    at g (https://shop.example/app.js:1:2)', frames: [{ function: 'f', in_app: false }, { function: 'g', in_app: true }] },
  { name: 'Firefox', stack: 'fail@https://shop.example/app.js:10:15\nput/<@https://shop.example/app.js:20:5\n@https://shop.example/app.js:40:1\n', frames: [{ function: 'fail', ...at('https://shop.example/app.js', 10, 15) }, { function: 'put/<' }, { function: undefined, lineno: 40 }] },
  { name: 'Firefox, called later', stack: 'async*load@https://shop.example/app.js:1:2\nsetTimeout handler*start@https://shop.example/app.js:3:4\n', frames: [{ function: 'load' }, { function: 'start' }] },
  { name: 'Firefox, eval', stack: 'f@https://shop.example/app.js line 5 > eval:1:7\n', frames: [{ function: 'f', filename: 'https://shop.example/app.js', lineno: 5 }] },
  { name: 'Firefox, an extension', stack: 'f@moz-extension://1234/content.js:1:2\n', frames: [{ function: 'f', in_app: false }] },
  { name: 'Safari', stack: 'fail@https://shop.example/app.js:10:15\nforEach@[native code]\nglobal code@https://shop.example/app.js:40:1', frames: [{ function: 'fail', colno: 15 }, { function: 'forEach', filename: '[native code]', in_app: false }, { function: 'global code' }] },
  { name: 'Chromium, functions of ours', stack: 'Error: x\n    at HTMLButtonElement.tocsinCalls (https://shop.example/app.js:1:2)\n    at window.tocsinCalls [as fetch] (https://shop.example/app.js:1:2)\n    at f (https://shop.example/app.js:3:4)\n    at tocsinCalls (https://shop.example/app.js:1:2)', frames: [{ function: 'f', ...at('https://shop.example/app.js', 3, 4) }] },
  { name: 'Firefox, functions of ours', stack: 'tocsinCalls@https://shop.example/app.js:1:2\nf@https://shop.example/app.js:3:4\n', frames: [{ function: 'f', ...at('https://shop.example/app.js', 3, 4) }] },
  { name: 'Safari, async', stack: 'async load@https://shop.example/app.js:1:2', frames: [{ function: 'load' }] },
  { name: 'Safari, an extension', stack: 'f@safari-web-extension://12-34/content.js:1:2', frames: [{ function: 'f', in_app: false }] },
];

describe('stacks of browsers', () => {
  it.each(stacks)('$name', ({ stack, frames }) => {
    expect(parseBrowserStack(stack).reverse()).toMatchObject(frames);
  });

  /** Where ours says more than the oracle, on purpose. */
  const mended = /parentheses|WebAssembly|async|later|ours/;

  it.each(stacks.filter(({ name }) => !mended.test(name)))('$name: as error-stack-parser reads it', ({ stack }) => {
    const error = Object.assign(new Error('x'), { stack });
    const theirs = oracle.parse(error).map(({ functionName, fileName, lineNumber, columnNumber }) => [functionName, fileName, lineNumber, columnNumber]);
    expect(parseBrowserStack(stack).reverse().map((frame) => [frame.function, frame.filename, frame.lineno, frame.colno])).toEqual(theirs);
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
