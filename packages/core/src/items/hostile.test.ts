import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime } from '@tocsin/kit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { initClient } from '../client/init-client';
import { addFeatureFlag } from './feature-flags';
import { captureCheckIn, withMonitor } from './check-in';
import { captureFeedback } from './feedback';
import { logger } from './logger';
import { captureSession, startSession } from './session';

/** Runs of the property: `TOCSIN_RUNS=10000` for a thorough look. */
const RUNS = Number(process.env['TOCSIN_RUNS'] ?? 200);

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const cycle = (): object => {
  const one: Record<string, unknown> = {};
  one['self'] = one;
  return one;
};
const throwing = (): object =>
  Object.defineProperties({}, Object.fromEntries(['message', 'monitorSlug', 'user', 'toJSON', 'data', 'attachments', 'level', 'schedule'].map((key) => [key, { enumerable: true, get: () => { throw new Error(key); } }])));

/** Made only when it is handed in: fast-check itself looks at its values. */
const anything: fc.Arbitrary<() => unknown> = fc.oneof(
  fc
    .anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true })
    .map((value) => () => value),
  fc.string({ unit: 'binary', maxLength: 20_000 }).map((text) => () => text),
  fc.constantFrom<() => unknown>(
    revoked,
    cycle,
    throwing,
    () => Symbol('s'),
    () => () => 1,
    () => new Error('boom'),
    () => new Proxy({}, { ownKeys: () => { throw new Error('ownKeys'); } }),
  ),
);

/** Everything that takes something of the app. Types are what JavaScript callers make of them. */
const calls: readonly ((a: never, b: never) => unknown)[] = [
  (a, b) => logger.info(a, b),
  (a, b) => logger.info(logger.fmt`a ${a} b ${b}`),
  (a, b) => logger.fmt(a, b),
  (a, b) => captureCheckIn(a, b),
  (a, b) => captureCheckIn({ monitorSlug: a, status: b, checkInId: a, duration: b }),
  (a, b) => withMonitor(a, () => 1, b),
  (a, b) => captureFeedback(a, b),
  (a, b) => captureFeedback({ message: 'x', name: a, email: b, tags: a }, { attachments: b, captureContext: a }),
  (a, b) => captureFeedback({ message: 'x' }, { attachments: [{ filename: a, data: 'x', contentType: b }, { filename: 'x', data: a }] as never }),
  (a) => startSession(a),
  (a) => startSession({ user: a }),
  (a) => captureSession(a),
  (a, b) => addFeatureFlag(a, b),
];

/** All bodies decode, and all JSON in them is valid: the fake server reads them so. */
const read = (runtime: FakeRuntime): readonly unknown[] => ['log', 'check_in', 'feedback', 'session'].flatMap((type) => runtime.server.items(type));

it('takes anything, throws nothing, sends valid JSON, and loses count of nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: calls.length - 1 }), anything, anything), { minLength: 1, maxLength: 10 }), async (steps) => {
      const runtime = fakeRuntime();
      const client = initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', release: 'shop@1' }, runtime);
      for (const [call, a, b] of steps) expect(() => calls[call]?.(a() as never, b() as never)).not.toThrow();
      await client.flush();
      expect(read(runtime).every((payload) => typeof payload === 'object')).toBe(true);
      for (const row of Object.values(client.stats())) {
        expect(row.pending).toBe(0);
        expect(row.captured).toBe(row.sent + Object.values(row.dropped).reduce((sum, count) => sum + count, 0));
      }
      // A bug of ours would be named.
      expect(runtime.reported.filter(({ code }) => code === 'T2003')).toEqual([]);
      expect(Math.max(0, ...runtime.server.received.flatMap(({ items }) => items.map(({ payload }) => payload.length)))).toBeLessThan(1_000_000);
      await client.close();
    }),
    { numRuns: RUNS },
  );
}, 60_000 + RUNS * 100);
