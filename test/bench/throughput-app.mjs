// One process of `throughput.mjs`: captures with one SDK, as many as it is told and as it is told, and
// prints what that cost. Arguments: the SDK, the case, the number of captures. `sentry-raised` is @sentry/node with
// room for all of them: by default it keeps 64, so that the rest costs it nothing to send.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';

const [sdk = 'tocsin', scenario = 'spread', count = '2000'] = process.argv.slice(2);
const { DSN = '', TOCSIN = '', SENTRY = '' } = process.env;
const captures = Number(count);

const load = () => {
  const { init, captureException, close } = createRequire(import.meta.url)(sdk === 'tocsin' ? TOCSIN : SENTRY);
  const options = { tocsin: { flood: false }, sentry: {}, 'sentry-raised': { transportOptions: { bufferSize: captures } } }[sdk];
  const client = init({ dsn: DSN, ...options });
  return { captureException, close, client };
};

/** The most memory that this process ever had, MB. `maxRSS` would begin with that of the process which started it. */
const peak = () => {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024; // no Linux
  }
};

const deep = (/** @type {number} */ calls, /** @type {number} */ n) => (calls === 0 ? new Error(`order ${n} of customer ${n * 7} could not be saved`) : deep(calls - 1, n));

const { captureException, close, client } = load();
// The first of everything: loading HTTP, the first connection, code that nobody has compiled yet.
for (let n = 0; n < 20; n++) captureException(deep(10, -n));
await new Promise((resolve) => setTimeout(resolve, 300));

/** The longest time for which the event loop stood still, milliseconds. */
let blocked = 0;
let lastTurn = performance.now();
const watch = setInterval(() => {
  const now = performance.now();
  blocked = Math.max(blocked, now - lastTurn);
  lastTurn = now;
}, 1);

const before = process.memoryUsage.rss() / 2 ** 20;
const durations = new Float64Array(captures);
/** Of groups of captures during which the system gave the processor to nobody else: what is left when others work on the machine, too. */
const undisturbed = { time: 0, count: 0 };
/** Captures in a group: to ask the system costs as much as a capture. */
const GROUP = 10;
let groupTime = 0;
let switches = process.resourceUsage().involuntaryContextSwitches;
const closeGroup = () => {
  const now = process.resourceUsage().involuntaryContextSwitches;
  if (now === switches) {
    undisturbed.time += groupTime;
    undisturbed.count += GROUP;
  }
  groupTime = 0;
  switches = now;
};
const startedAt = performance.now();
for (let n = 0; n < captures; n++) {
  const error = deep(10, n);
  // V8 writes the stack when it is first read: its work, not that of an SDK.
  void error.stack;
  const start = performance.now();
  captureException(error);
  const duration = performance.now() - start;
  durations[n] = duration;
  groupTime += duration;
  if (n % GROUP === GROUP - 1) closeGroup();
  if (scenario === 'spread' && n % 50 === 49) await nextTurn();
}
const capturedAt = performance.now();
// What did not fit into memory went to disk, and is sent from there.
const isBusy = () => (({ error }) => error.pending + error.spooled > 0)(client.stats());
while (client.stats && isBusy() && performance.now() - capturedAt < 60_000) await new Promise((resolve) => setTimeout(resolve, 5));
const ledger = client.stats?.().error;
await close(60_000);
const elapsed = performance.now() - startedAt;
clearInterval(watch);

const sorted = durations.toSorted();
process.stdout.write(
  JSON.stringify({
    mean: (durations.reduce((sum, duration) => sum + duration, 0) / captures) * 1000,
    undisturbed: (undisturbed.time / undisturbed.count) * 1000,
    p50: (sorted[captures >> 1] ?? 0) * 1000,
    synchronous: capturedAt - startedAt,
    elapsed,
    blocked,
    before,
    peak: peak(),
    ledger,
  }),
);
