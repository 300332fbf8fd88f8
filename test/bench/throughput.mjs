// What capturing costs and what arrives, beside @sentry/node, in one run: unique messages, stacks of ten calls,
// all defaults on but flood control, a server in a process of its own. Run it after a build, on an idle machine:
//
//   node test/bench/throughput.mjs [rounds]        (3 by default)
//
// - spread: 2,000 captures, a turn of the event loop after every 50
// - burst: 5,000 without a turn, and 50,000 (ours alone; the other keeps 64 of them)
//
// Each burst of ours again with 256 file descriptors.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { installPeer } from './peer.mjs';

/**
 * What must hold, MB and milliseconds: the memory of a burst over what the process had before, and how long the event loop
 * stands still. Events a second and that time are what was asked for where @sentry/node had `peer`, the first of them with
 * room for all it captures: other machines are faster or slower at both.
 */
const bars = { share: 0.5, eventsPerSecond: 3_000, spreadPeak: 110, burstPeak: 130, growth: 64, blocked: 400 };
const peer = { eventsPerSecond: 1_357, blocked: 265 };

const here = import.meta.dirname;
const root = fileURLToPath(new URL('../..', import.meta.url));
const requireRuntime = createRequire(join(root, 'test/runtimes/package.json'));
const node = process.env.NODE ?? join(dirname(requireRuntime.resolve('node20/package.json')), 'bin/node');
const rounds = Number(process.argv[2] ?? 3);

const median = (/** @type {readonly number[]} */ numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** @type {string[]} */
const missed = [];
const hold = (/** @type {boolean} */ holds, /** @type {string} */ what) => {
  if (!holds) missed.push(what);
};

const startServer = async () => {
  const server = spawn(node, [join(here, 'intake.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve) => server.stdout.once('data', (line) => resolve(Number(line))));
  return { port, stop: () => server.kill() };
};

const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
const { port, stop } = await startServer();
try {
  installPeer(folder);
  const env = {
    PATH: process.env.PATH,
    DSN: `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/1`,
    TOCSIN: join(root, 'packages/node/dist/index.cjs'),
    SENTRY: join(folder, 'node_modules/@sentry/node'),
  };

  /** One process, and what of it arrived. */
  const run = async (/** @type {string} */ sdk, /** @type {string} */ scenario, /** @type {{ captures: number, descriptors?: number }} */ { captures, descriptors = 1024 }) => {
    const app = `ulimit -n ${descriptors}; exec "$0" "$@"`;
    // A home of its own, or it would send what an earlier one has spooled.
    const home = { HOME: mkdtempSync(join(folder, 'home-')) };
    const child = spawn('bash', ['-c', app, node, join(here, 'throughput-app.mjs'), sdk, scenario, String(captures)], { env: { ...env, ...home }, stdio: ['ignore', 'pipe', 'inherit'] });
    const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    if (status !== 0) throw new Error(`${sdk} ${scenario} ended with ${status}`);
    const events = await (await fetch(`http://127.0.0.1:${port}/count`)).json();
    // Twenty came before, to warm up.
    return { ...JSON.parse(stdout), arrived: Number(events) - 20 };
  };

  /** @type {Record<string, object>} */
  const table = {};
  const show = (/** @type {string} */ name, /** @type {any} */ figures) => {
    const { mean, undisturbed, p50, elapsed, blocked, before, peak, arrived, ledger } = figures;
    const lost = ledger && Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
    table[name] = { 'µs mean': mean.toFixed(0), 'µs undisturbed': undisturbed.toFixed(0), 'µs p50': p50.toFixed(0), arrived, 'counted as lost': lost ?? '?', spooled: ledger?.spooled ?? '', 'events/s': ((arrived / elapsed) * 1000).toFixed(0), 'ms blocked': blocked.toFixed(0), 'MB peak': peak.toFixed(0), 'MB more': (peak - before).toFixed(0) };
    return lost;
  };

  /** @type {{ tocsin: any[], sentry: any[], raised: any[] }} */
  const spread = { tocsin: [], sentry: [], raised: [] };
  for (let round = 0; round < rounds; round++) {
    spread.tocsin.push(await run('tocsin', 'spread', { captures: 2_000 }));
    spread.sentry.push(await run('sentry', 'spread', { captures: 2_000 }));
    spread.raised.push(await run('sentry-raised', 'spread', { captures: 2_000 }));
  }
  const of = (/** @type {any[]} */ runs, /** @type {string} */ figure) => median(runs.map((one) => one[figure]));
  const middle = (/** @type {any[]} */ runs) => ({ ...runs[0], ...Object.fromEntries(['mean', 'undisturbed', 'p50', 'elapsed', 'blocked', 'before', 'peak', 'arrived'].map((figure) => [figure, of(runs, figure)])) });
  const [tocsin, sentry, raised] = [middle(spread.tocsin), middle(spread.sentry), middle(spread.raised)];
  show('tocsin, spread', tocsin);
  show('@sentry/node, spread', sentry);
  show('@sentry/node, spread, room for all', raised);
  const share = tocsin.mean / sentry.mean;
  console.log(`A capture takes ${(share * 100).toFixed(0)} % of what it takes @sentry/node (bar ${bars.share * 100} %), and ${((tocsin.undisturbed / sentry.undisturbed) * 100).toFixed(0)} % where the system took the processor away from neither.`);
  hold(share <= bars.share, `captures at ${share.toFixed(2)} of @sentry/node's mean`);
  hold(spread.tocsin.every(({ arrived }) => arrived === 2_000), 'all of 2,000 spread captures');
  const rate = (/** @type {any} */ { arrived, elapsed }) => (arrived / elapsed) * 1000;
  const times = rate(tocsin) / rate(raised);
  console.log(`It delivers ${times.toFixed(2)} times as many events a second as @sentry/node with room for all (bar ${(bars.eventsPerSecond / peer.eventsPerSecond).toFixed(2)}).`);
  hold(times >= bars.eventsPerSecond / peer.eventsPerSecond, `${bars.eventsPerSecond} events/s where @sentry/node with room for all has ${peer.eventsPerSecond}`);
  hold(tocsin.peak <= bars.spreadPeak, `${bars.spreadPeak} MB at the peak of spread captures`);

  const peerBurst = await run('sentry', 'burst', { captures: 5_000 });
  show('@sentry/node, burst of 5000', peerBurst);
  for (const captures of [5_000, 50_000]) {
    for (const descriptors of [1024, 256]) {
      const name = `burst of ${captures}, ${descriptors} descriptors`;
      const figures = await run('tocsin', 'burst', { captures, descriptors });
      const lost = show(`tocsin, ${name}`, figures);
      // What is in the spool comes with the next start; what was spooled and sent meanwhile is no longer counted there.
      hold(figures.arrived + lost + figures.ledger.spooled === captures, `${name}: every one delivered, spooled or counted`);
      hold(figures.peak - figures.before <= bars.growth, `${name}: ${bars.growth} MB more`);
      if (captures === 5_000) {
        hold(figures.blocked / peerBurst.blocked <= bars.blocked / peer.blocked, `${name}: blocked for ${bars.blocked} ms where @sentry/node is for ${peer.blocked}`);
        hold(figures.peak <= bars.burstPeak, `${name}: ${bars.burstPeak} MB at the peak`);
      }
    }
  }
  console.table(table);
} finally {
  stop();
  rmSync(folder, { recursive: true });
}
for (const what of missed) console.log(`missed: ${what}`);
if (missed.length > 0) process.exitCode = 1;
