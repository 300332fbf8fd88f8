import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { captureEvent, captureException } from '../client/capture';
import type { ClientOptions, Integration } from '../client/client';
import { initClient } from '../client/init-client';
import type { Runtime } from '../client/runtime';
import { stats } from '../client/lifecycle';
import { addBreadcrumb } from '../client/scopes';
import type { Event, StackFrame } from '../event/event';
import { createEventMemory } from '../stages/event-memory';
import { dedupeIntegration } from './dedupe';
import { extraErrorDataIntegration } from './extra-error-data';
import { captureFeedback } from './feedback';
import { linkedErrorsIntegration } from './linked-errors';
import { logger } from './logger';
import { rewriteFramesIntegration } from './rewrite-frames';

// Whatever functions and events an app hands in: an event arrives, what hooks see is clean, and the app is unharmed.
// A rejection that nobody handles fails the run.

let stop: (() => unknown) | undefined;
afterEach(async () => {
  await stop?.();
});

const start = (options: ClientOptions = {}, parts: Partial<Runtime> = {}) => {
  const runtime = Object.assign(fakeRuntime(), parts);
  const client = initClient({ dsn: 'https://k@example.com/1', ...options }, runtime);
  stop = () => client.close();
  return {
    runtime,
    events: async () => {
      await settle();
      return runtime.server.events();
    },
  };
};

const fail = (): never => {
  throw new Error('no');
};
const later = async (): Promise<never> => {
  await Promise.resolve();
  throw new Error('no, later');
};

describe('iteratee of rewriteFrames', () => {
  const spoil = (frame: StackFrame): never => {
    Object.assign(frame, { filename: 'spoilt' });
    throw new Error('no');
  };

  it.each<readonly [how: string, iteratee: unknown]>([
    ['threw', fail],
    ['threw', spoil],
    ['answered a promise', later],
  ])('that %s leaves the frames as they are, and is told once', async (how, iteratee) => {
    const { runtime, events } = start({ integrations: [rewriteFramesIntegration({ iteratee: iteratee as never })] });
    captureException(new Error('first'));
    captureException(new TypeError('second'));
    const all = await events();
    expect(all.map(({ exception }) => exception?.values[0]?.value)).toEqual(['first', 'second']);
    expect(all[0]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toContain('integrations-and-hooks.test.ts');
    expect(runtime.reported).toMatchObject([{ code: 'T2001', detail: `iteratee ${how}` }]);
    expect(stats()['error']?.dropped).toEqual({});
  });

  it.each([undefined, null, 7, 'text'])('that answers with %o leaves them too', async (answer) => {
    const { events } = start({ integrations: [rewriteFramesIntegration({ iteratee: () => answer as never })] });
    captureException(new Error('first'));
    expect((await events())[0]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toContain('integrations-and-hooks.test.ts');
  });
});

describe('promises that hooks answer with, and that fail', () => {
  it('cost what the hook was asked about, and nothing else', async () => {
    const { runtime, events } = start({ beforeSendLog: later as never, beforeSendFeedback: later as never, beforeBreadcrumb: later as never });
    logger.info('said');
    captureFeedback({ message: 'fine' });
    addBreadcrumb({ message: 'crumb' });
    captureException(new Error('boom'));
    expect(await events()).toHaveLength(1);
    expect(runtime.reported.map(({ detail }) => detail)).toEqual(['beforeSendLog answered a promise', 'beforeSendFeedback answered a promise', 'beforeBreadcrumb answered a promise']);
    expect(stats()['log_item']?.dropped).toEqual({ before_send: 1 });
  });
});

describe.each<{ readonly memory: string; readonly parts: Partial<Runtime> }>([
  { memory: 'no memory', parts: {} },
  { memory: 'a memory', parts: { createMemory: createEventMemory } },
])('what integrations add, with $memory', ({ parts }) => {
  it('is scrubbed when hooks see it, counted once, and not changed by what they do to it', async () => {
    const seen: string[] = [];
    const { runtime, events } = start(
      {
        integrations: [extraErrorDataIntegration(), linkedErrorsIntegration({ key: 'previous' })],
        beforeSend(event) {
          seen.push(JSON.stringify(event));
          return event;
        },
      },
      parts,
    );
    const body = { password: 'hunter2', order: 7 };
    captureException(Object.assign(new TypeError('boom'), { body, previous: new Error('token=abcdefghijklmnop') }));
    const [event] = await events();
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toMatch(/hunter2|abcdefghijklmnop/);
    expect(event?.contexts?.['TypeError']).toMatchObject({ body: { password: '[Filtered]', order: 7 } });
    expect(event?.exception?.values.map(({ value }) => value)).toEqual(['token=[Filtered]', 'boom']);
    // The other error stands there as one, and in the data with its message and its stack.
    expect(stats()['error']?.scrubbed).toEqual({ key: 1, pair: 3 });
    expect(body.password).toBe('hunter2');
    expect(JSON.stringify(runtime.server.received)).not.toMatch(/hunter2|abcdefghijklmnop/);
  });
});

const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

describe.each<readonly [name: string, make: (options?: never) => Integration]>([
  ['dedupe', dedupeIntegration],
  ['extraErrorData', extraErrorDataIntegration],
  ['linkedErrors', linkedErrorsIntegration],
  ['rewriteFrames', rewriteFramesIntegration],
])('%s', (_name, make) => {
  it.each<readonly [what: string, event: unknown]>([
    ['exception', { exception: 7 }],
    ['exception', { exception: { values: 'none' } }],
    ['exception', { exception: { values: [null, 7, {}, { stacktrace: 'x' }, { stacktrace: { frames: 'x' } }, { stacktrace: { frames: [null, 7, {}, { filename: 7 }] } }] } }],
    ['contexts', { message: 'm', contexts: 'none' }],
    ['debug_meta', { exception: { values: [] }, debug_meta: { images: 7 } }],
    ['debug_meta', { exception: { values: [] }, debug_meta: { images: [null, 7, {}] } }],
    ['logentry', { logentry: 'x' }],
  ])('loses no event whose %s is none', async (_what, event) => {
    const { runtime, events } = start({ integrations: [make()] });
    captureEvent(event as Event, { originalException: Object.assign(new Error('boom'), { order: { id: 7 } }) });
    expect(await events()).toHaveLength(1);
    expect(runtime.reported).toEqual([]);
  });

  it('takes anything for its options', async () => {
    for (const options of [null, 7, 'text', [], revoked, { depth: revoked, root: revoked, prefix: Symbol('s'), iteratee: 7, key: revoked, limit: {} }, { get depth(): number { return fail(); }, get root(): string { return fail(); }, get key(): string { return fail(); } }]) {
      const { events } = start({ integrations: [make(options as never)] });
      captureException(Object.assign(new Error('boom', { cause: new TypeError('why') }), { order: { id: 7 } }));
      expect(await events()).toHaveLength(1);
      await stop?.();
    }
  });
});
