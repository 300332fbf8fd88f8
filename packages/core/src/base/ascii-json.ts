import { hex4 } from './hex';
import type { Bag } from './read';

/** Finds what is no ASCII, and what JSON writes for half a surrogate pair (`\ud83d`); an escaped backslash as well, because what follows it only looks like one. */
const outsideAscii = /[^\0-\x7f]|\\(\\|ud...)/g;

/** Half of a pair (6 characters) is left out: many a server refuses all that comes with one. An escaped backslash (2) stays. */
const escapeUnit = (unit: string): string => (unit[2] ? '' : unit[1] ? unit : `\\u${hex4(unit.charCodeAt(0))}`);

/** The value that stands in the place itself, not what its `toJSON` has made of it. */
const asItStands = function (this: Bag, key: string): unknown {
  return this[key];
};

/**
 * JSON text in pure ASCII: everything else is written as `\uXXXX`. Its length in characters is
 * therefore its length in bytes, which an item header needs, and no UTF-8 has to be counted or
 * encoded on the way out. Use it for every JSON payload and header; use `JSON.stringify` for text
 * that people read. Chinese or emoji grow (6 bytes a UTF-16 unit instead of 3 or 4 a character);
 * gzip takes most of that back. Half of a surrogate pair is left out.
 *
 * A value that JSON has no word for (`undefined`, a function) gives `null`. Cycles, BigInt and
 * throwing getters throw as in `JSON.stringify`: the gate has removed them before anything gets here.
 * Libraries of old (Prototype, MooTools) give lists a `toJSON` that makes text of them: it is passed over.
 */
export const asciiJson = (value: unknown): string => {
  // The built-in types hide that `JSON.stringify(undefined)` is undefined.
  const text: string | undefined = JSON.stringify(value, 'toJSON' in [] ? asItStands : undefined);
  return (text ?? 'null').replace(outsideAscii, escapeUnit);
};
