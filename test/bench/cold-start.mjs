// What `init` costs a process at its start, over the same process without it, and what that of @sentry/node
// costs: median over alternating runs, so that whatever else the machine does hits all alike. The figure that
// counts is that of the whole process, from the outside, its end included; how long `require` (or `import`) and
// `init` take within it is told beside, as others tell it.
//
//   node test/bench/cold-start.mjs [rounds]        (after `npm run build`; 15 rounds by default)

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPeer } from './peer.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requireRuntime = createRequire(join(root, 'test/runtimes/package.json'));
const rounds = Math.max(15, Number(process.argv[2] ?? 15));

/** What must hold, milliseconds more, where @sentry/node took 395 more: other machines are faster or slower at both. */
const bar = { ms: 8, peerMs: 395 };

// Nothing is captured, so nobody needs to listen there.
const OPTIONS = "{ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' }";
const REPORT = "const { userCPUTime, systemCPUTime } = process.resourceUsage();\nprocess.stdout.write(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, mb: process.memoryUsage.rss() / 2 ** 20 }));\n";

const INSIDE = "const inside = Number(process.hrtime.bigint() - beganAt) / 1e6;\nprocess.stdout.write(JSON.stringify({ inside }));\n";

/** The files; each reports memory and processor time at the end of its start-up, or how long that took. */
const apps = {
  'clock.mjs': 'globalThis.beganAt = process.hrtime.bigint();\n',
  'inside.cjs': `globalThis.beganAt = process.hrtime.bigint();\nrequire('@tocsin/node').init(${OPTIONS});\n${INSIDE}`,
  'inside.mjs': `import './clock.mjs';\nimport { init } from '@tocsin/node';\ninit(${OPTIONS});\n${INSIDE}`,
  'bare.cjs': REPORT,
  'init.cjs': `require('@tocsin/node').init(${OPTIONS});\n${REPORT}`,
  'peer.cjs': `require('@sentry/node').init(${OPTIONS});\n${REPORT}`,
  'bare.mjs': REPORT,
  'init.mjs': `import { init } from '@tocsin/node';\ninit(${OPTIONS});\n${REPORT}`,
};

/** @type {string[]} */
const missed = [];

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

/** @typedef {{ ms: number, cpu: number, inside: number, mb: number }} More */

const medians = (/** @type {readonly More[]} */ differences) => {
  const of = (/** @type {keyof More} */ figure) => median(differences.map((difference) => difference[figure]));
  return { ms: of('ms'), cpu: of('cpu'), inside: of('inside'), mb: of('mb') };
};

const measure = (/** @type {string} */ node, /** @type {string} */ format, /** @type {string} */ folder) => {
  const [bare, monitored, inside] = [`bare.${format}`, `init.${format}`, `inside.${format}`];
  // Fills the caches of the file system.
  for (const file of [monitored, 'peer.cjs']) run(node, file, folder);
  /** @type {{ ours: More[], peer: More[] }} */
  const differences = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    const without = run(node, bare, folder);
    const more = (/** @type {{ ms: number, cpu: number, mb: number }} */ { ms, cpu, mb }) => ({ ms: ms - without.ms, cpu: cpu - without.cpu, mb: mb - without.mb, inside: NaN });
    differences.ours.push({ ...more(run(node, monitored, folder)), inside: run(node, inside, folder).inside });
    // It takes long, and its spread is small beside what it takes.
    if (round % 3 === 0 && format === 'cjs') differences.peer.push(more(run(node, 'peer.cjs', folder)));
  }
  return { ours: medians(differences.ours), peer: medians(differences.peer) };
};

const shown = (/** @type {More} */ { ms, cpu, inside, mb }) => ({ 'ms more': ms.toFixed(1), 'ms of processor more': cpu.toFixed(1), 'ms inside': Number.isNaN(inside) ? '' : inside.toFixed(1), 'MB RSS more': mb.toFixed(1) });

const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
try {
  installPeer(folder);
  mkdirSync(join(folder, 'node_modules/@tocsin'), { recursive: true });
  symlinkSync(join(root, 'packages/node'), join(folder, 'node_modules/@tocsin/node'));
  for (const [file, source] of Object.entries(apps)) writeFileSync(join(folder, file), source);
  /** @type {Record<string, ReturnType<typeof shown>>} */
  const table = {};
  for (const name of ['node20', 'node24']) {
    const node = join(dirname(requireRuntime.resolve(`${name}/package.json`)), 'bin/node');
    for (const format of ['cjs', 'mjs']) {
      const { ours, peer } = measure(node, format, folder);
      table[`${name} ${format}`] = shown(ours);
      if (format !== 'cjs') continue;
      table[`${name} cjs, @sentry/node`] = shown(peer);
      const share = ours.ms / peer.ms;
      console.log(`${name}: \`require\` and \`init\` take ${(share * 100).toFixed(1)} % of what @sentry/node's take (bar ${((bar.ms / bar.peerMs) * 100).toFixed(1)} %).`);
      if (ours.ms > bar.ms && share > bar.ms / bar.peerMs) missed.push(`${name}: ${ours.ms.toFixed(1)} of ${bar.ms} ms`);
    }
  }
  console.log(`More than bare Node takes, median of ${rounds} rounds`);
  console.table(table);
} finally {
  rmSync(folder, { recursive: true });
}
for (const what of missed) console.log(`missed: ${what}`);
if (missed.length > 0) process.exitCode = 1;
