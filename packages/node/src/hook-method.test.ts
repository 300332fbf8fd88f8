import { beforeEach, expect, it } from 'vitest';
import { hookMethod } from './hook-method';

let target: { print: (text: string) => string };
let original: typeof target.print;
let heard: unknown[];
beforeEach(() => {
  heard = [];
  target = { print: (text) => `printed ${text}` };
  original = target.print;
});

const hook = (name: string) => (self: unknown, args: readonly unknown[]): unknown => heard.push([name, self === target, ...args]);

it('hears of each call, which goes on as ever', () => {
  hookMethod(target, 'print', hook('a'));
  expect(target.print('x')).toBe('printed x');
  expect(target.print.name).toBe(original.name);
  expect(heard).toEqual([['a', true, 'x']]);
});

it.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]]])('stands around the method once, and not at all when all are gone, in the order %j', (order) => {
  const undo = ['a', 'b', 'c'].map((name) => hookMethod(target, 'print', hook(name)));
  const ours = target.print;
  expect(ours).not.toBe(original);
  for (const at of order) {
    expect(target.print).toBe(ours);
    undo[at]?.();
  }
  expect(target.print).toBe(original);
});

it('leaves alone what others have put around it, and only passes on', () => {
  const undo = hookMethod(target, 'print', hook('a'));
  const ours = target.print;
  const theirs = (text: string): string => `${ours(text)}!`;
  target.print = theirs;
  undo();
  expect(target.print).toBe(theirs);
  expect(target.print('x')).toBe('printed x!');
  expect(heard).toEqual([]);
  hookMethod(target, 'print', hook('b'))();
  expect(target.print).toBe(theirs);
});

it('does nothing where there is no such method', () => {
  const nothing = {};
  hookMethod(nothing, 'print', hook('a'))();
  expect(Object.keys(nothing)).toEqual([]);
});
