// What `init` costs a process at its start, over the same process without it: median over
// alternating pairs, so that whatever else the machine does hits both alike. The figure that counts is that of
// the whole process, from the outside, its end included; how long `require` (or `import`) and `init` take
// within it is told beside, as others tell it.
//
//   node test/bench/cold-start.mjs [pairs]        (after `npm run build`; 15 pairs by default)

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requireRuntime = createRequire(join(root, 'test/runtimes/package.json'));
const pairs = Math.max(15, Number(process.argv[2] ?? 15));

// Nothing is captured, so nobody needs to listen there.
const OPTIONS = "{ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' }";
const REPORT = "const { userCPUTime, systemCPUTime } = process.resourceUsage();\nprocess.stdout.write(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, mb: process.memoryUsage.rss() / 2 ** 20 }));\n";

const INSIDE = "process.stdout.write(JSON.stringify({ inside: Number(process.hrtime.bigint() - beganAt) / 1e6 }));\n";

/** The files; each reports memory and processor time at the end of its start-up, or how long that took. */
const apps = {
  'clock.mjs': 'globalThis.beganAt = process.hrtime.bigint();\n',
  'inside.cjs': `globalThis.beganAt = process.hrtime.bigint();\nrequire('@tocsin/node').init(${OPTIONS});\n${INSIDE}`,
  'inside.mjs': `import './clock.mjs';\nimport { init } from '@tocsin/node';\ninit(${OPTIONS});\n${INSIDE}`,
  'bare.cjs': REPORT,
  'init.cjs': `require('@tocsin/node').init(${OPTIONS});\n${REPORT}`,
  'bare.mjs': REPORT,
  'init.mjs': `import { init } from '@tocsin/node';\ninit(${OPTIONS});\n${REPORT}`,
};

const median = (/** @type {readonly number[]} */ numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
};

/** One run: how long it took from the outside and of the processor (ms), and how much memory it had (MB). */
const run = (/** @type {string} */ node, /** @type {string} */ file, /** @type {string} */ cwd) => {
  const startedAt = performance.now();
  const { stdout, status } = spawnSync(node, [file], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} ended with ${status}`);
  const ms = performance.now() - startedAt;
  return { ms, ...JSON.parse(stdout) };
};

const measure = (/** @type {string} */ node, /** @type {string} */ format, /** @type {string} */ folder) => {
  const [bare, monitored] = [`bare.${format}`, `init.${format}`];
  run(node, monitored, folder); // fills the caches of the file system
  const differences = Array.from({ length: pairs }, () => {
    const without = run(node, bare, folder);
    const with_ = run(node, monitored, folder);
    const { inside } = run(node, `inside.${format}`, folder);
    return { ms: with_.ms - without.ms, cpu: with_.cpu - without.cpu, inside, mb: with_.mb - without.mb };
  });
  const of = (/** @type {'ms' | 'cpu' | 'inside' | 'mb'} */ figure) => median(differences.map((difference) => difference[figure])).toFixed(1);
  return { 'ms more': of('ms'), 'ms of processor more': of('cpu'), 'ms inside': of('inside'), 'MB RSS more': of('mb') };
};

const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
try {
  mkdirSync(join(folder, 'node_modules/@tocsin'), { recursive: true });
  symlinkSync(join(root, 'packages/node'), join(folder, 'node_modules/@tocsin/node'));
  for (const [file, source] of Object.entries(apps)) writeFileSync(join(folder, file), source);
  /** @type {Record<string, ReturnType<typeof measure>>} */
  const table = {};
  for (const name of ['node20', 'node24']) {
    const node = join(dirname(requireRuntime.resolve(`${name}/package.json`)), 'bin/node');
    for (const format of ['cjs', 'mjs']) table[`${name} ${format}`] = measure(node, format, folder);
  }
  console.log(`init over bare Node, median of ${pairs} pairs`);
  console.table(table);
} finally {
  rmSync(folder, { recursive: true });
}
