/**
 * What one `captureException` costs the caller, beside `@sentry/core` with its plain client, in one run:
 * fresh errors with unique messages, stacks of ten calls, everything up to the encoded event. Making the
 * error and its stack is V8's work and is not measured; both clients get the same stack parser in the
 * same process, no integrations, and a transport that answers at once. Between two captures the queues
 * run empty, so that neither drops anything. The parts: with values scrubbed (ours alone does that) and
 * with every rule for values switched off. Run it with `node test/bench/run.mjs capture`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createTransport, getCurrentScope, captureException as sentryCapture, createStackParser, setCurrentClient } from '@sentry/core';
import { nodeStackLineParser, ServerRuntimeClient } from '@sentry/core/server';
import { captureException } from '@tocsin/core';
import type { Runtime } from '@tocsin/core/platform';
import { createEventMemory, initClient } from '@tocsin/core/platform';
import { Bench } from 'tinybench';
import { createRandomBytes } from '../../packages/node/src/random-bytes';
import { createStackParser as createNodeStackParser } from '../../packages/node/src/context/stack-parser';

const DSN = 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1';

/** Bytes that each transport was given, to show that both did the whole work. */
const given = { tocsin: 0, sentry: 0 };

const runtime: Runtime = {
  platform: 'node',
  sdk: { name: 'tocsin.javascript.bench', version: '0.0.0' },
  scopes: (() => {
    const storage = new AsyncLocalStorage<never>();
    return { get: () => storage.getStore(), run: (_scopes, body, ...rest) => body(...rest) };
  })(),
  now: Date.now,
  after(delay, run) {
    const timer = setTimeout(run, delay).unref();
    return () => clearTimeout(timer);
  },
  random: Math.random,
  randomBytes: createRandomBytes(),
  parseStack: createNodeStackParser(undefined),
  describe: () => undefined,
  createMemory: createEventMemory,
  constant: () => ({ server_name: 'bench' }),
  createPost: () => (body) => {
    given.tocsin += body.length;
    return Promise.resolve({ status: 200, header: () => undefined });
  },
  report: () => {},
};

const startTocsin = (scrub: object): void => void initClient({ dsn: DSN, flood: false, release: 'shop@1.2.3', scrub }, runtime);

const startSentry = (): void => {
  const client = new ServerRuntimeClient({
    dsn: DSN,
    release: 'shop@1.2.3',
    integrations: [],
    platform: 'node',
    stackParser: createStackParser(nodeStackLineParser()),
    transport: (options) =>
      createTransport(options, ({ body }) => {
        given.sentry += body.length;
        return Promise.resolve({ statusCode: 200 });
      }),
  });
  setCurrentClient(client);
  getCurrentScope().setClient(client);
  client.init();
};

let serial = 0;
const deep = (calls: number): Error => (calls === 0 ? new Error(`order ${++serial} of customer ${serial * 7} could not be saved`) : deep(calls - 1));

let error = deep(10);
const freshError = async (): Promise<void> => {
  // Lets both transports finish what they have.
  await new Promise((resolve) => setImmediate(resolve));
  error = deep(10);
  void error.stack;
};

const bench = new Bench({ time: Number(process.argv[2] ?? 4_000), warmupTime: 1_000 });
startSentry();
for (let round = 1; round <= 2; round++) {
  bench.add(`@sentry/core ${round}`, () => void sentryCapture(error), { beforeEach: freshError });
  bench.add(`tocsin ${round}`, () => void captureException(error), { beforeAll: () => startTocsin({}), beforeEach: freshError });
  bench.add(`tocsin without value rules ${round}`, () => void captureException(error), {
    beforeAll: () => startTocsin({ off: ['private-key', 'jwt', 'url-credentials', 'vendor-key', 'authorization', 'pair', 'card', 'iban', 'ssn', 'email', 'ip'] }),
    beforeEach: freshError,
  });
}
await bench.run();

const figuresOf = (name: string): { readonly p50: number; readonly mean: number } => {
  const found = bench.tasks.filter((task) => task.name.startsWith(name) && /^ \d$/.test(task.name.slice(name.length))).map(({ result }) => result);
  const latencies = found.flatMap((result) => ('latency' in result ? [result.latency] : []));
  const best = (pick: (latency: (typeof latencies)[number]) => number): number => Math.min(...latencies.map(pick)) * 1000;
  return { p50: best(({ p50 }) => p50), mean: best(({ mean }) => mean) };
};

const peer = figuresOf('@sentry/core');
for (const name of ['@sentry/core', 'tocsin', 'tocsin without value rules']) {
  const { p50, mean } = figuresOf(name);
  console.log(`${name.padEnd(28)} p50 ${p50.toFixed(1)} µs (${(p50 / peer.p50).toFixed(2)} ×), mean ${mean.toFixed(1)} µs (${(mean / peer.mean).toFixed(2)} ×)`);
}
console.log(`bytes given to the transports: tocsin ${given.tocsin}, @sentry/core ${given.sentry}`);
