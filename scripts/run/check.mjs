import { gates } from './gates.mjs';
import { install } from './install.mjs';
import { Failure, phase, say, seconds } from './progress.mjs';
import { add, handOn, inWords, nothing } from './totals.mjs';

/**
 * @typedef {import('./gates.mjs').Gate} Gate
 * @typedef {import('./gates.mjs').Verdict} Verdict
 * @typedef {import('./totals.mjs').Totals} Totals
 * @typedef {{ readonly gate: Gate, readonly outcome: 'ok' | 'FAILED' | 'not run', readonly totals: Totals, readonly took: string }} Result
 */

/** What `npm test` has just shown, when `.ci/run` goes on after it. */
const ranByTest = ['unit'];

/**
 * Runs the gates that `args` name (default: all, with `--after-test` all but the unit tests) and
 * those they need. Goes on after a failure, so that one run shows all there is to mend. Answers the
 * exit code.
 */
export const check = async (/** @type {readonly string[]} */ args) => {
  const chosen = choose(args);
  await phase('install', install, (did) => (did ? '' : '(up to date)'));
  /** @type {Result[]} */
  const results = [];
  for (const [index, gate] of chosen.entries()) {
    const broken = gate.needs?.some((name) => results.some((result) => result.gate.name === name && result.outcome !== 'ok'));
    const title = `[${index + 1}/${chosen.length}] ${gate.name}`;
    results.push(broken ? notRun(gate, title) : await runGate(gate, title));
  }
  return summary(results);
};

/** @returns {readonly Gate[]} */
const choose = (/** @type {readonly string[]} */ args) => {
  const names = args.filter((arg) => arg !== '--after-test');
  const unknown = names.filter((name) => !gates.some((gate) => gate.name === name));
  if (unknown.length > 0) throw new Failure(`There is no gate called ${unknown.join(', ')}. There are: ${gates.map(({ name }) => name).join(', ')}.`);
  if (names.length === 0) return args.length === 0 ? gates : gates.filter(({ name }) => !ranByTest.includes(name));
  const wanted = new Set(names);
  // Backwards, since what a gate needs stands before it.
  for (const gate of gates.toReversed()) if (wanted.has(gate.name)) for (const name of gate.needs ?? []) wanted.add(name);
  return gates.filter(({ name }) => wanted.has(name));
};

/** @returns {Result} */
const notRun = (/** @type {Gate} */ gate, /** @type {string} */ title) => {
  say(`${title} … not run: needs ${gate.needs?.join(', ')}`);
  return { gate, outcome: 'not run', totals: { ...nothing, failed: 1 }, took: '' };
};

/** @returns {Promise<Result>} */
const runGate = async (/** @type {Gate} */ gate, /** @type {string} */ title) => {
  const startedAt = performance.now();
  const inWordsOf = (/** @type {Verdict} */ { ok, note }) => [ok ? 'ok' : 'FAILED', note && `(${note.startsWith('\n') ? `${note}\n  ` : note})`].filter(Boolean).join(' ');
  const run = () => gate.run().catch(asVerdict);
  if (gate.talks) say(`${title} …`);
  const verdict = gate.talks ? await run() : await phase(title, run, inWordsOf);
  if (!verdict.ok && verdict.output) say(verdict.output.trimEnd());
  const took = seconds(startedAt);
  const totals = verdict.totals ?? { ...nothing, [verdict.ok ? 'passed' : 'failed']: 1 };
  if (gate.talks) say(`${title} … ${took} ${verdict.ok ? 'ok' : 'FAILED'} (${inWords(totals)})`);
  return { gate, outcome: verdict.ok ? 'ok' : 'FAILED', totals, took };
};

/** @returns {Verdict} */
const asVerdict = (/** @type {unknown} */ error) => {
  if (error instanceof Failure) return { ok: false, output: error.message };
  throw error;
};

const summary = (/** @type {readonly Result[]} */ results) => {
  const totals = results.map((result) => result.totals).reduce(add, nothing);
  handOn(totals);
  say('');
  for (const { gate, outcome, took, totals: own } of results) say(`${outcome.padEnd(8)} ${gate.name.padEnd(10)} ${took.padStart(8)}  ${outcome === 'not run' ? '' : inWords(own)}`);
  say('');
  say(inWords(totals));
  return results.every(({ outcome }) => outcome === 'ok') ? 0 : 1;
};
