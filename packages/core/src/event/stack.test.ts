import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutMessage, rememberStacks } from './stack';

const V8 = '    at pay (https://shop.example/app.js:10:5)\n    at https://shop.example/app.js:20:1';
const FIREFOX = 'pay@https://shop.example/app.js:10:5\nasync*@https://shop.example/app.js:20:1\n';
const SAFARI = 'pay@https://shop.example/app.js:10:5\n[native code]\nglobal code@https://shop.example/app.js:20:1';

describe('a stack without its message', () => {
  it.each([
    ['one line', 'TypeError: out of stock', 'out of stock'],
    ['several lines, one of which looks like a frame', 'Error: first\n    at second (third:1:1)\nlast', 'first\n    at second (third:1:1)\nlast'],
    ['what the class put before it', 'AssertionError [ERR_ASSERTION]: 1 == 2', '1 == 2'],
    ['a colon', 'Error: a: b', 'a: b'],
    ['Chinese text', 'Error: 订单 7 未找到', '订单 7 未找到'],
    ['its own head once more', 'Error: Error: x', 'Error: x'],
  ])('holds the frames alone, in V8 (a message of %s)', (_what, head, message) => {
    expect(withoutMessage(`${head}\n${V8}`, message)).toBe(V8);
  });

  it.each([
    ['was never there: Firefox', FIREFOX, 'out of stock'],
    ['was never there: Safari', SAFARI, 'out of stock'],
    ['is empty: V8', `Error\n${V8}`, ''],
    ['is empty: Firefox', FIREFOX, ''],
    ['is empty: Safari', SAFARI, ''],
    ['was changed after the error was made', `Error: before\n${V8}`, 'after'],
    ['is that number at the end of a line: Firefox', FIREFOX, '5'],
    ['is a line of the stack: Firefox', FIREFOX, 'pay@https://shop.example/app.js:10:5'],
    ['is a piece of a line: Safari', SAFARI, '//shop.example/app.js:10:5'],
    ['is a name: Safari', SAFARI, '[native code]'],
  ])('is the whole stack where the message %s', (_what, stack, message) => {
    expect(withoutMessage(stack, message)).toBe(stack);
  });

  it('loses no frame of an engine that writes no message, whatever the message is', () => {
    assert(property(string({ unit: 'binary' }), (message) => {
      expect(withoutMessage(FIREFOX, message)).toBe(FIREFOX);
      expect(withoutMessage(SAFARI, message)).toBe(SAFARI);
    }), { numRuns: 500 });
  });

  it('is the same for all messages from one place, so that it is parsed once: V8, Firefox, Safari', () => {
    for (const frames of [V8, FIREFOX, SAFARI]) {
      let parsed = 0;
      const parse = rememberStacks(() => (parsed++, []));
      for (const message of ['order 1', 'order 2', 'order\n3']) parse(withoutMessage(frames === V8 ? `Error: ${message}\n${V8}` : frames, message));
      expect(parsed).toBe(1);
    }
  });
});

describe('stacks that are remembered', () => {
  it('are the last fifty, the latest parsed among them', () => {
    const parsed: string[] = [];
    const parse = rememberStacks((stack) => (parsed.push(stack), [{ filename: stack }]));
    for (let at = 0; at < 51; at++) parse(`stack ${at}`);
    expect(parse('stack 50')).toEqual([{ filename: 'stack 50' }]);
    expect(parse('stack 1')).toEqual([{ filename: 'stack 1' }]);
    expect(parsed).toHaveLength(51);
    parse('stack 0');
    expect(parsed).toHaveLength(52);
  });

  it('answer with the very frames of the first time', () => {
    const parse = rememberStacks((stack) => [{ filename: stack }]);
    expect(parse('a')).toBe(parse('a'));
  });
});
