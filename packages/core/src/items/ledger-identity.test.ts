import { fakeRuntime } from '@tocsin/kit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { captureException } from '../client/capture';
import { initClient } from '../client/init-client';
import type { PostSync } from '../transport/post';
import { captureCheckIn } from './check-in';
import { captureFeedback } from './feedback';
import { logger } from './logger';
import { countRequestSession } from './request-sessions';
import { captureSession, endSession, startSession } from './session';

/** Runs of the property: `TOCSIN_RUNS=10000` for a thorough look. */
const RUNS = Number(process.env['TOCSIN_RUNS'] ?? 200);

const calls = {
  log: () => logger.info('x', { n: 1 }),
  logs: () => {
    for (let n = 0; n < 120; n++) logger.warn(`x ${n}`);
  },
  checkIn: () => void captureCheckIn({ monitorSlug: 'a', status: 'ok' }),
  feedback: () => void captureFeedback({ message: 'x' }, { attachments: [{ filename: 'a', data: 'x' }, { filename: 'b', data: null as never }] }),
  sessionStarts: () => void startSession(),
  sessionGoesOn: () => captureSession(),
  sessionEnds: () => endSession(),
  request: () => countRequestSession()?.(),
  error: () => void captureException(new Error('x')),
  crash: () => void captureException(new Error('x'), { mechanism: { type: 'x', handled: false } }),
} as const;

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ call: fc.constantFrom(...Object.keys(calls)) }) },
  { weight: 1, arbitrary: fc.record({ hook: fc.constantFrom('pass', 'null', 'throw', 'promise') }) },
  { weight: 1, arbitrary: fc.record({ server: fc.constantFrom(200, 403, 429, 503, 'refused', 'hold', 'release') }) },
  { weight: 2, arbitrary: fc.record({ advance: fc.constantFrom(0, 300, 5000, 61_000) }) },
  { weight: 1, arbitrary: fc.record({ end: fc.constantFrom('flush', 'lastWords', 'close') }) },
);

it('holds for every category, at every step of any interleaving', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const runtime = fakeRuntime();
      let hook = 'pass';
      const lastWord = (item: unknown): never => {
        if (hook === 'throw') throw new Error('hook');
        return (hook === 'pass' ? item : hook === 'null' ? null : Promise.resolve(item)) as never;
      };
      const dropped = new Map<string, number>();
      const client = initClient(
        {
          dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7',
          release: 'shop@1',
          transportOptions: { bufferSize: 5 },
          beforeSendLog: lastWord,
          beforeSendFeedback: lastWord,
          onDrop: ({ category, quantity }) => void dropped.set(category, (dropped.get(category) ?? 0) + quantity),
        },
        runtime,
      );
      const speak: PostSync = (bodies) => bodies.map((_body, index) => (index % 2 ? undefined : { status: 200, header: () => undefined }));
      const close = async (): Promise<void> => {
        const closing = client.close(10);
        await runtime.advance(10);
        await closing;
      };
      const expectIdentity = (): void => {
        for (const [category, row] of Object.entries(client.stats())) {
          const drops = Object.values(row.dropped).reduce((sum, count) => sum + count, 0);
          expect(row.pending).toBeGreaterThanOrEqual(0);
          expect(row.captured + row.adopted).toBe(row.sent + row.spooled + row.pending + row.folded + drops);
          expect(drops).toBe(dropped.get(category) ?? 0);
        }
      };
      for (const action of steps) {
        if ('call' in action) calls[action.call as keyof typeof calls]();
        else if ('hook' in action) hook = action.hook;
        else if ('server' in action) {
          const { server } = action;
          if (server === 'hold') runtime.server.hold = true;
          else if (server === 'release') runtime.server.release();
          else runtime.server.answer = () => { if (server === 'refused') throw new Error('refused'); return { status: Number(server) }; };
        } else if ('advance' in action) await runtime.advance(action.advance);
        else if (action.end === 'flush') void client.flush(100);
        else if (action.end === 'lastWords') client.flushSync(speak);
        else await close();
        expectIdentity();
      }
      await close();
      expectIdentity();
      expect(Object.values(client.stats()).map(({ pending }) => pending)).toEqual(Object.values(client.stats()).map(() => 0));
      expect(runtime.timers()).toBe(0);
    }),
    { numRuns: RUNS },
  );
}, 60_000 + RUNS * 100);
