// Puts patterns that have a name in front of a module: they are made of other letters than code, and gzip, which gives
// each stretch of a text short codes for the letters that are frequent there, takes less for them when they stand together.
// This can be, because a pattern asks for nothing that would have to be there before it.
import { statementsOf } from './tools.mjs';

/** @typedef {import('./tools.mjs').Syntax} Syntax */

/** Whether a statement declares patterns and nothing else. */
const isPattern = (/** @type {Syntax} */ { declarations }) => Array.isArray(declarations) && declarations.every((/** @type {Syntax} */ { init }) => /** @type {Syntax | null} */ (init)?.['regex'] !== undefined);

/** A module with its patterns first. */
export const withPatternsFirst = (/** @type {string} */ code) => {
  const patterns = statementsOf(code).filter(isPattern);
  // From the end, so that no place moves before its turn.
  const rest = patterns.toReversed().reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), code);
  return patterns.map(({ start, end }) => `${code.slice(start, end)}\n`).join('') + rest;
};
