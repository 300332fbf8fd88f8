// What an occurrence costs that becomes no event: folded by flood control, or sampled out. Run it after
// a build: `node test/bench/folded.mjs`. The errors are fresh, their messages unique, their stacks ten
// calls deep. Making them and reading `.stack` for the first time is V8's work, not ours: a loop that
// does only this runs beside each loop that also captures, and is subtracted. So the errors die young,
// as in a flood; kept in a list, they would cost more in garbage collection than in capturing.
// It is processor time that is measured, garbage collection included, so that other work on the
// machine does not count. Nothing listens at the DSN, so that no server's work is measured along.
/** @type {typeof import('@tocsin/node')} */
const { captureException, close, init, stats } = await import(new URL('../../packages/node/dist/index.js', import.meta.url).href);

const ERRORS = 3_000;
const ROUNDS = 80;

/** Microseconds per call that each may cost. */
const bars = { folded: 3, 'sampled out': 1 };

const messages = {
  'numbers in the message': (/** @type {number} */ n) => `order ${n} of customer ${n * 7} could not be saved`,
  'UUIDs in the message': () => `order ${crypto.randomUUID()} could not be saved`,
};

const deep = (/** @type {number} */ calls, /** @type {string} */ message) => (calls === 0 ? new Error(message) : deep(calls - 1, message));

/** Microseconds for each of ERRORS fresh errors. */
const loop = (/** @type {(n: number) => string} */ messageOf, /** @type {number} */ round, /** @type {(error: Error) => unknown} */ use) => {
  const start = process.cpuUsage();
  for (let index = 0; index < ERRORS; index++) {
    const error = deep(10, messageOf(round * ERRORS + index));
    void error.stack;
    use(error);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / ERRORS;
};

/** @type {Error[]} */
const kept = [];
const keep = (/** @type {Error} */ error) => void (kept[0] = error);

/** The best round without capturing and the best with it: what else runs on the machine only ever adds. */
const costsOf = (/** @type {(n: number) => string} */ messageOf) => {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => ({ without: loop(messageOf, round, keep), with: loop(messageOf, round, captureException) }));
  const without = Math.min(...rounds.map((round) => round.without));
  return { without, cost: Math.min(...rounds.map((round) => round.with)) - without };
};

const measure = async (/** @type {keyof typeof bars} */ name, /** @type {object} */ options) => {
  for (const [what, messageOf] of Object.entries(messages)) {
    init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1', defaultIntegrations: false, ...options });
    const { without, cost } = costsOf(messageOf);
    const { captured = 0, folded = 0, dropped = {} } = stats().error ?? {};
    const share = (((folded + (dropped.sample_rate ?? 0)) / captured) * 100).toFixed(1);
    await close(0);
    console.log(`${name}, ${what}: ${cost.toFixed(2)} µs (bar ${bars[name]} µs; beside ${without.toFixed(1)} µs for making the error and its stack; ${share} % of ${captured} captures)`);
    if (cost > bars[name]) process.exitCode = 1;
  }
};

// The lowest rate: what passes would cost a hundred times as much and be measured along.
await measure('folded', { flood: { burst: 1, perSecond: 0.001 } });
await measure('sampled out', { sampleRate: 0 });
