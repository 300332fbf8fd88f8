import { appendFileSync, readFileSync } from 'node:fs';
import { Failure, say } from './progress.mjs';

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Totals */

/** @type {Totals} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/** @returns {Totals} */
export const add = (/** @type {Totals} */ a, /** @type {Totals} */ b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped });

export const inWords = (/** @type {Totals} */ { passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * Hands the totals of one command on to whoever runs several of them (`.ci/run`): appends them to
 * the file that `ALL_TOTALS_FILE` names, if it does.
 */
export const handOn = (/** @type {Totals} */ totals) => {
  const file = process.env.ALL_TOTALS_FILE;
  if (file) appendFileSync(file, `${JSON.stringify(totals)}\n`);
};

/** Prints the closing line over what {@link handOn} gathered. Answers the exit code: 0 only when something ran and nothing failed. */
export const printTotals = (/** @type {string | undefined} */ file) => {
  if (file === undefined) throw new Failure('Which file of totals? Usage: node scripts/run.mjs totals <file>');
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const { passed, failed, skipped } = lines.map((line) => /** @type {Totals} */ (JSON.parse(line))).reduce(add, nothing);
  if (skipped > 0) say(`${skipped} skipped`);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
};
