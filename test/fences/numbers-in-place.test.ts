import { describe, expect, it } from 'vitest';
import { withNumbersInPlace } from '../../scripts/press/numbers.mjs';

describe('numbers that have a name', () => {
  it.each([
    ['stand where they are used', 'var MAX = 256;\nvar cut = (text) => text.slice(0, MAX);', 'var MAX = 256;\nvar cut = (text) => text.slice(0, (256));'],
    ['also those that are reckoned, whole; once, so that a bundler can leave them out', 'const SIZE = 20 * 2 ** 20;\nconst half = SIZE / 2;', 'const SIZE = 20971520;\nconst half = (20 * 2 ** 20) / 2;'],
    ['also as defaults, keys that are reckoned, and properties of that name', 'var MAX = 9;\nvar f = ({ most = MAX }) => ({ [MAX]: most, MAX });', 'var MAX = 9;\nvar f = ({ most = (9) }) => ({ [(9)]: most, MAX: (9) });'],
    ['keep their name where they leave the module', 'var MAX = 9;\nvar f = () => MAX;\nexport { MAX, f };', 'var MAX = 9;\nvar f = () => (9);\nexport { MAX, f };'],
  ])('%s', (_, code, pressed) => expect(withNumbersInPlace(code)).toBe(pressed));

  it.each([
    ['properties', 'var MAX = 9;\nvar f = (box) => box.MAX + { MAX: 1 }.MAX;'],
    ['texts and comments', 'var MAX = 9;\nvar f = () => "MAX"; // MAX'],
    ['what is no number, or has another kind of name', 'var WORD = "x", least = 1;\nvar f = () => WORD + least;'],
  ])('are not taken for %s', (_, code) => expect(withNumbersInPlace(code)).toBe(code));

  it.each(['{ const MAX = 6; f(MAX); }', 'const g = () => { const MAX = 6; return MAX; };', 'const g = () => { function MAX() { return MAX; } };'])('may not be the names of anything else: %s', (more) => {
    expect(() => withNumbersInPlace(`const MAX = 5;\n${more}`)).toThrow('MAX');
  });
});
