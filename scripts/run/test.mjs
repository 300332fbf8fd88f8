import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from './progress.mjs';
import { binary, streamTool, toolEnvironment } from './tool.mjs';
import { handOn, inWords } from './totals.mjs';

/** @typedef {import('./totals.mjs').Totals} Totals */

/** The unit tests and the line of totals, as `npm test` ends. Answers vitest's exit code. */
export const unitTests = async (/** @type {readonly string[]} */ args) => {
  say('[3/3] unit tests');
  const { code, totals } = await vitest(['unit'], args);
  handOn(totals);
  say(inWords(totals));
  return code;
};

/**
 * Runs projects of vitest.config.ts on our own streams. When vitest ends without a report (it
 * crashed, or could not start), that counts as one failure.
 *
 * @param {readonly string[]} projects
 * @param {readonly string[]} [args] More arguments for vitest.
 * @returns {Promise<{ readonly code: number, readonly totals: Totals }>}
 */
export const vitest = async (projects, args = []) => {
  const folder = mkdtempSync(join(tmpdir(), 'totals-'));
  const file = join(folder, 'totals.json');
  try {
    const reporters = ['--reporter=default', '--reporter=./scripts/run/totals-reporter.mjs'];
    const { code } = await streamTool(binary('vitest'), ['run', ...projects.map((name) => `--project=${name}`), ...reporters, ...args], { env: { ...toolEnvironment(), TOTALS_FILE: file } });
    return { code, totals: readTotals(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** @returns {Totals} */
const readTotals = (/** @type {string} */ file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // No report: vitest never came to the end.
  }
};
