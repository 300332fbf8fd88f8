// How long a process takes from an uncaught error to its end, with a server that answers: bare, with us, with
// @sentry/node; and what its first capture takes, which finds nothing compiled. Median over alternating runs, so that
// whatever else the machine does hits all alike. In each case the event must have arrived.
//
//   node test/bench/death.mjs [rounds]        (after `npm run build`; 9 rounds by default; NODE=… for another Node than 20)

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { installPeer } from './peer.mjs';

/** What must hold: milliseconds from a throw to the exit where @sentry/node took 61. Other machines are faster or slower at both. */
const bar = { ms: 60, peerMs: 61 };

const here = import.meta.dirname;
const root = fileURLToPath(new URL('../..', import.meta.url));
const requireRuntime = createRequire(join(root, 'test/runtimes/package.json'));
const node = process.env.NODE ?? join(dirname(requireRuntime.resolve('node20/package.json')), 'bin/node');
const rounds = Number(process.argv[2] ?? 9);

/** The app is at rest when it happens: whatever an SDK does after its start is over. */
const APP = `const { SDK, DSN, HOW } = process.env;
const { init, captureException } = SDK === '' ? {} : require(SDK);
if (SDK !== '') init({ dsn: DSN });
const now = () => performance.timeOrigin + performance.now();
setTimeout(() => {
  const failure = new Error('the orders could not be saved');
  const before = now();
  if (HOW === 'capture') captureException(failure);
  require('node:fs').writeSync(1, String(HOW === 'capture' ? now() - before : before));
  if (HOW === 'throw') throw failure;
}, 400);
`;

const median = (/** @type {readonly number[]} */ numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
const server = spawn(node, [join(here, 'intake.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const port = await new Promise((resolve) => server.stdout.once('data', (line) => resolve(Number(line))));
  installPeer(folder);
  const app = join(folder, 'app.cjs');
  writeFileSync(app, APP);
  const sdks = { bare: '', tocsin: join(root, 'packages/node/dist/index.cjs'), '@sentry/node': join(folder, 'node_modules/@sentry/node') };

  /** One process: milliseconds from its throw to its end, or in its capture. */
  const run = async (/** @type {string} */ sdk, /** @type {string} */ how) => {
    const env = { PATH: process.env.PATH, HOME: mkdtempSync(join(folder, 'home-')), DSN: `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/1`, SDK: sdk, HOW: how };
    const child = spawn(node, [app], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit').then(([status]) => ({ status, at: performance.timeOrigin + performance.now() }));
    const [said, { status, at }] = await Promise.all([text(child.stdout), ended]);
    if (status !== (how === 'throw' ? 1 : 0)) throw new Error(`${sdk} ended with ${status}`);
    const events = await (await fetch(`http://127.0.0.1:${port}/count`)).json();
    if (events !== (sdk === '' ? 0 : 1)) throw new Error(`${events} events of ${sdk} arrived`);
    return how === 'throw' ? at - Number(said) : Number(said);
  };

  /** @type {Record<string, Record<string, number[]>>} */
  const figures = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, sdk] of Object.entries(sdks)) {
      const of = (figures[name] ??= { 'throw to exit': [], 'first capture': [] });
      of['throw to exit']?.push(await run(sdk, 'throw'));
      if (sdk !== '') of['first capture']?.push(await run(sdk, 'capture'));
    }
  }
  const table = Object.fromEntries(Object.entries(figures).map(([name, of]) => [name, Object.fromEntries(Object.entries(of).map(([what, all]) => [`${what}, ms`, all.length ? median(all).toFixed(1) : '']))]));
  console.table(table);
  const [ours, peer] = ['tocsin', '@sentry/node'].map((name) => median(figures[name]?.['throw to exit'] ?? []));
  const share = ours / peer;
  console.log(`A death takes ${(share * 100).toFixed(0)} % of what it takes with @sentry/node (bar ${((bar.ms / bar.peerMs) * 100).toFixed(0)} %).`);
  if (share > bar.ms / bar.peerMs) process.exitCode = 1;
} finally {
  server.kill();
  rmSync(folder, { recursive: true });
}
