import { fakeRuntime } from '@tocsin/kit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Event } from '../event/event';
import { messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import type { Client } from './client';
import { createClient } from './create-client';

/** What the hook does with the next events. */
type HookBehaviour = 'pass' | 'null' | 'throw' | 'reject' | 'later' | 'never';

/** How the server answers from now on. */
type ServerBehaviour = 200 | 403 | 429 | 503 | 'refused' | 'hold' | 'release';

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ capture: fc.integer({ min: 1, max: 8 }), issue: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ hook: fc.constantFrom<HookBehaviour>('pass', 'null', 'throw', 'reject', 'later', 'never') }) },
  { weight: 2, arbitrary: fc.record({ server: fc.constantFrom<ServerBehaviour>(200, 403, 429, 503, 'refused', 'hold', 'release') }) },
  { weight: 2, arbitrary: fc.record({ advance: fc.constantFrom(0, 1, 300, 5000, 61_000) }) },
  { weight: 1, arbitrary: fc.record({ chance: fc.constantFrom(0, 0.5, 0.99) }) },
  { weight: 1, arbitrary: fc.constant({ flush: true as const }) },
  { weight: 1, arbitrary: fc.constant({ lastWords: true as const }) },
  { weight: 1, arbitrary: fc.constant({ close: true as const }) },
);

const hooks: Readonly<Record<HookBehaviour, (event: Event, later: (resolve: () => void) => void) => Event | null | Promise<Event>>> = {
  pass: (event) => event,
  null: () => null,
  throw: () => {
    throw new Error('hook');
  },
  reject: () => Promise.reject(new Error('hook')),
  later: (event, later) => new Promise((resolve) => later(() => resolve(event))),
  never: () => new Promise(() => undefined),
};

const expectIdentity = (client: Client, captured: number): void => {
  const row = client.stats().error;
  if (!row) return expect(captured).toBe(0);
  const dropped = Object.values(row.dropped).reduce((sum, count) => sum + count, 0);
  expect(row.captured).toBe(captured);
  expect(row.pending).toBeGreaterThanOrEqual(0);
  expect(row.captured + row.adopted).toBe(row.sent + row.spooled + row.pending + row.folded + dropped);
};

it('captured + adopted = sent + spooled + pending + folded + Σ dropped, at every step of any interleaving', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.constantFrom(undefined, 0.5), async (steps, sampleRate) => {
      const runtime = fakeRuntime();
      let hook: HookBehaviour = 'pass';
      const delayed: (() => void)[] = [];
      let heard = 0;
      const client = createClient(
        {
          dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7',
          sampleRate,
          transportOptions: { bufferSize: 5 },
          beforeSend: (event) => hooks[hook](event, (resolve) => delayed.push(resolve)),
          onDrop: ({ quantity }) => (heard += quantity),
        },
        runtime,
      );
      let captured = 0;
      let closed = false;
      for (const action of steps) {
        if ('capture' in action) {
          for (let n = 0; n < action.capture; n++) client.capture(messageOccurrence(`issue ${'abcd'[action.issue]}`, 'error'), {}, emptyScopeData);
          if (!closed) captured += action.capture;
        } else if ('hook' in action) {
          hook = action.hook;
          delayed.splice(0).forEach((resolve) => resolve());
        } else if ('server' in action) {
          const { server } = action;
          if (server === 'hold') runtime.server.hold = true;
          else if (server === 'release') runtime.server.release();
          else runtime.server.answer = () => { if (server === 'refused') throw new Error('refused'); return { status: server }; };
        } else if ('advance' in action) await runtime.advance(action.advance);
        else if ('chance' in action) runtime.chance = action.chance;
        else if ('flush' in action) void client.flush(100);
        else if ('lastWords' in action) client.flushSync((bodies) => bodies.map((_body, index) => (index % 2 ? undefined : { status: 200, header: () => undefined })));
        else if (!closed) {
          const closing = client.close(10);
          await runtime.advance(10);
          await closing;
          closed = true;
        }
        expectIdentity(client, captured);
      }
      const closing = client.close(0);
      await runtime.advance(0);
      await closing;
      expectIdentity(client, captured);
      const row = client.stats().error;
      expect(row?.pending ?? 0).toBe(0);
      expect(Object.values(row?.dropped ?? {}).reduce((sum, count) => sum + count, 0)).toBe(heard);
      expect(runtime.timers()).toBe(0);
    }),
    { numRuns: 500 },
  );
}, 60_000);
