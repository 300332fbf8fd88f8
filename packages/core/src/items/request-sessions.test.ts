import type { FakeRuntime } from '@tocsin/kit';
import { asyncScopes, closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureException } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { flush, stats } from '../client/lifecycle';
import { withIsolationScope, withScope } from '../client/scopes';
import { continueTrace } from '../client/trace';
import { countRequestSession } from './request-sessions';

let runtime: FakeRuntime;

const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', release: 'shop@1', ...options }, runtime);
const sent = async () => {
  await flush();
  return runtime.server.items('sessions');
};
/** As adapters do it: a trace, an isolation scope, and a word at the end. */
const serve = async (body: () => void | Promise<void> = () => undefined): Promise<void> =>
  continueTrace({}, () =>
    withIsolationScope(async () => {
      const end = countRequestSession();
      await body();
      end?.();
    }),
  );
const fail = (handled: boolean): void => void captureException(new Error('broken'), { mechanism: { type: 'x', handled } });

beforeEach(() => void (runtime = fakeRuntime({ scopes: asyncScopes() })));

afterEach(() => closeOn(runtime));

describe('requests', () => {
  it('are counted by what an asynchronous hook says after their end, while the server has not heard of them', async () => {
    const hooks: (() => void)[] = [];
    start({ beforeSend: (event) => new Promise((resolve) => hooks.push(() => resolve(event.exception?.values.at(-1)?.value === 'dropped' ? null : event))) });
    await serve();
    await serve(() => fail(false));
    await serve(() => fail(true));
    await serve(() => void captureException(new Error('dropped')));
    await runtime.advance(59_000);
    for (const hook of hooks) hook();
    await settle();
    expect(await sent()).toEqual([{ aggregates: [{ started: '2026-01-01T00:00:00.000Z', exited: 2, errored: 1, crashed: 1 }], attrs: { release: 'shop@1', environment: 'production' } }]);
    expect(stats().session).toMatchObject({ captured: 4, sent: 4 });
  });

  it('are done with their answer: what fails behind it is none of theirs', async () => {
    start();
    await serve(async () => {
      void runtime.advance(1).then(() => fail(false));
    });
    await runtime.advance(2);
    expect(await sent()).toMatchObject([{ aggregates: [{ exited: 1 }] }]);
    expect(stats().error).toMatchObject({ captured: 1 });
  });

  it('stay as the server has heard of them, whatever a hook says later', async () => {
    let hook = (): void => undefined;
    start({ beforeSend: (event) => new Promise((resolve) => (hook = () => resolve(event))) });
    await serve(() => fail(false));
    await runtime.advance(60_000);
    hook();
    await serve();
    expect((await sent()).map((item) => (item as { aggregates: unknown }).aggregates)).toEqual([[{ started: '2026-01-01T00:00:00.000Z', exited: 1 }], [{ started: '2026-01-01T00:01:00.000Z', exited: 1 }]]);
    expect(stats().session).toMatchObject({ captured: 2, sent: 2 });
  });

  it('are counted by the minute in which they began, and by how they ended', async () => {
    start();
    await serve();
    await serve();
    await serve(() => fail(true));
    await serve(() => {
      fail(true);
      fail(false);
      fail(true);
    });
    await runtime.advance(30_000);
    await serve();
    expect(runtime.server.items('sessions')).toEqual([]);
    await runtime.advance(30_000);
    expect(runtime.server.items('sessions')).toEqual([{ aggregates: [{ started: '2026-01-01T00:00:00.000Z', exited: 3, errored: 1, crashed: 1 }], attrs: { release: 'shop@1', environment: 'production' } }]);
    await serve(() => runtime.advance(59_000));
    expect((await sent()).at(-1)).toMatchObject({ aggregates: [{ started: '2026-01-01T00:01:00.000Z', exited: 1 }] });
    expect(stats().session).toMatchObject({ captured: 6, sent: 6, pending: 0 });
  });

  it('that run at the same time are told apart', async () => {
    start();
    let release = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (release = resolve));
    const slow = serve(async () => {
      await waiting;
      withScope(() => withIsolationScope(() => fail(true)));
    });
    await serve(() => fail(false));
    await serve();
    release();
    await slow;
    fail(false);
    expect(await sent()).toMatchObject([{ aggregates: [{ exited: 1, errored: 1, crashed: 1 }] }]);
  });

  it('are counted once, however often their end is told', async () => {
    start();
    const end = continueTrace({}, () => countRequestSession());
    end?.();
    end?.();
    expect(await sent()).toMatchObject([{ aggregates: [{ exited: 1 }] }]);
  });

  it('are counted once by several adapters, and not at all when one of them is told not to', async () => {
    start();
    const both = (first: boolean, second: boolean): void =>
      continueTrace({}, () => {
        const ends = [countRequestSession(first), countRequestSession(second)];
        fail(false);
        ends.forEach((end) => end?.());
      });
    both(true, false);
    both(false, true);
    both(true, true);
    expect(await sent()).toEqual([expect.objectContaining({ aggregates: [{ started: '2026-01-01T00:00:00.000Z', crashed: 1 }] })]);
  });

  it('end before an asynchronous hook is through, and are counted as they ended', async () => {
    start({ beforeSend: async (event) => event });
    await serve(async () => {
      fail(true);
      await settle();
    });
    expect(await sent()).toMatchObject([{ aggregates: [{ errored: 1 }] }]);
  });

  it('of many minutes leave before they are too many for one item', async () => {
    start();
    for (let minute = 0; minute < 150; minute++) {
      runtime.clockSkew = minute * 60_000;
      await serve();
    }
    const sizes = ((await sent()) as { aggregates: unknown[] }[]).map(({ aggregates }) => aggregates.length);
    expect(sizes).toEqual([100, 50]);
  });

  it('are not counted without a release, nor without a client, nor after it closed', async () => {
    expect(countRequestSession()).toBeUndefined();
    start({ release: undefined });
    expect(countRequestSession()).toBeUndefined();
    expect(runtime.reported).toEqual([]);
    const client = start();
    const end = continueTrace({}, () => countRequestSession());
    await client.close();
    end?.();
    expect(client.stats()).toEqual({});
    expect(runtime.timers()).toBe(0);
  });

  it('that are lost are counted as what they are', async () => {
    start();
    await serve();
    await serve();
    runtime.server.answer = () => ({ status: 403 });
    await flush();
    expect(stats().session).toMatchObject({ captured: 2, dropped: { send_error: 2 } });
  });
});
