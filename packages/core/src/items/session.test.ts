import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../audit/audit';
import { captureEvent, captureException, captureMessage } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { flush, getClient, stats } from '../client/lifecycle';
import { setUser } from '../client/scopes';
import type { Session, SessionContext } from './session';
import { captureSession, endSession, startSession } from './session';

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', release: 'shop@1', ...options }, runtime);
const sent = async () => {
  await flush();
  return runtime.server.items('session') as Session[];
};
/** Status and errors of each update. */
const told = async () => (await sent()).map(({ status, errors }) => [status, errors]);
const row = () => stats().session;
const unhandled = (): void => void captureException(new Error('crash'), { mechanism: { type: 'auto', handled: false } });

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('a session', () => {
  it('is told of with what identifies it, from its beginning to its end', async () => {
    start({ environment: 'staging' });
    setUser({ id: '7', email: 'carl@example.com' });
    const session = startSession();
    captureSession();
    await runtime.advance(1500);
    endSession();
    const common = { sid: session?.sid, did: '7', started: '2026-01-01T00:00:00.000Z', errors: 0, attrs: { release: 'shop@1', environment: 'staging' } };
    expect(await sent()).toEqual([
      { ...common, init: true, seq: 0, timestamp: '2026-01-01T00:00:00.000Z', duration: 0, status: 'ok' },
      { ...common, init: false, seq: 1, timestamp: '2026-01-01T00:00:01.500Z', duration: 1.5, status: 'exited' },
    ]);
    expect(session?.sid).toMatch(/^[\da-f]{32}$/);
    expect(runtime.server.received.map(({ items }) => items.map(({ header }) => header['type']))).toEqual([['session'], ['session']]);
    expect(row()).toMatchObject({ captured: 2, sent: 2, pending: 0 });
  });

  it('that only ends begins with its end', async () => {
    start();
    startSession();
    endSession();
    expect(await sent()).toMatchObject([{ init: true, seq: 0, status: 'exited' }]);
  });

  it('ends when another one begins', async () => {
    start();
    const first = startSession({ user: { email: 'carl@example.com' }, ignoreDuration: true });
    captureSession();
    const second = startSession();
    captureSession();
    expect((await sent()).map(({ sid, status, did, duration }) => [sid, status, did, duration])).toEqual([
      [first?.sid, 'ok', 'carl@example.com', undefined],
      [first?.sid, 'exited', 'carl@example.com', undefined],
      [second?.sid, 'ok', undefined, 0],
    ]);
  });

  it('hears of the first error at once, and of all at its end', async () => {
    start();
    startSession();
    captureSession();
    for (let n = 0; n < 5; n++) captureException(new Error(`error ${n}`));
    expect(runtime.server.items('session')).toEqual([]);
    endSession();
    expect(await told()).toEqual([['ok', 0], ['ok', 1], ['exited', 5]]);
  });

  it('that only counted errors since is told of on flush', async () => {
    start();
    startSession();
    captureException(new Error('one'));
    captureException(new Error('two'));
    expect(await told()).toEqual([['ok', 1], ['ok', 2]]);
    await flush();
    expect(await told()).toHaveLength(2);
  });

  it('crashes with an error that nobody handled, and is over', async () => {
    start();
    startSession();
    captureException(new Error('handled'));
    unhandled();
    unhandled();
    captureSession();
    endSession();
    expect(await told()).toEqual([['ok', 1], ['crashed', 2]]);
  });

  it('of a crash leaves with its event, before the process ends', () => {
    const client = start();
    startSession();
    unhandled();
    const bodies: string[] = [];
    client.flushSync((all) => all.map((body) => (bodies.push(String(body)), { status: 200, header: () => undefined })));
    expect(bodies).toHaveLength(2);
    expect(bodies.find((body) => body.includes('"type":"session"'))).toContain('"status":"crashed"');
    expect(row()).toMatchObject({ sent: 1, pending: 0 });
  });
});

describe('an error of a session', () => {
  it.each([
    ['an exception, whatever its level', () => void captureException(new Error('x'), { level: 'warning' }), 1],
    ['a thrown text', () => void captureException('x'), 1],
    ['an event of level error', () => void captureEvent({ level: 'error' }), 1],
    ['a message, also a bad one', () => void captureMessage('x', 'fatal'), 0],
    ['an event of level info', () => void captureEvent({ level: 'info' }), 0],
    ['an audit', () => void audit('user.deleted', { anonymous: true }), 0],
  ])('is or is not: %s', async (_what, capture, errors) => {
    start();
    startSession();
    capture();
    endSession();
    expect((await sent()).at(-1)?.errors).toBe(errors);
  });

  it('is no message with a stack', async () => {
    start({ attachStacktrace: true });
    startSession();
    captureMessage('x', 'error');
    endSession();
    expect(await told()).toEqual([['exited', 0]]);
  });

  it('counts when it was sampled out or folded, and not when a hook dropped it', async () => {
    start({ sampleRate: 0.5, flood: { burst: 1, perSecond: 0.001 }, beforeSend: (event) => (event.level === 'warning' ? null : event) });
    startSession();
    runtime.chance = 0.9;
    captureException(new Error('sampled out'));
    runtime.chance = 0;
    for (let n = 0; n < 3; n++) captureException(new Error('flood'));
    captureException(new TypeError('filtered'), { level: 'warning' });
    endSession();
    expect((await sent()).at(-1)).toMatchObject({ errors: 4 });
  });

  it('that was sampled out can be the crash', async () => {
    start({ sampleRate: 0.5 });
    startSession();
    runtime.chance = 0.9;
    unhandled();
    expect(await told()).toEqual([['crashed', 1]]);
    expect(stats().error).toMatchObject({ dropped: { sample_rate: 1 } });
  });
});

describe('where there is nothing to tell', () => {
  it('without a release there is no session, and one line says so', async () => {
    start({ release: undefined });
    expect(startSession()).toBeUndefined();
    expect(startSession()).toBeUndefined();
    captureSession();
    endSession();
    expect(await sent()).toEqual([]);
    expect(row()).toBeUndefined();
    expect(runtime.reported).toEqual([{ code: 'T4002' }]);
  });

  it('without a client nothing happens', () => {
    expect(startSession()).toBeUndefined();
    captureSession();
    endSession();
    expect(getClient()).toBeUndefined();
  });

  it('takes anything for a context', async () => {
    start();
    for (const odd of [null, 7, 'x', { user: 7 }, { user: { id: {} } }]) startSession(odd as unknown as SessionContext);
    endSession();
    expect(await sent()).toHaveLength(5);
  });

  it('is counted when it is lost', async () => {
    start();
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:session:organization' } });
    startSession();
    captureSession();
    await flush();
    endSession();
    await flush();
    expect(row()).toMatchObject({ captured: 2, sent: 1, dropped: { ratelimit_backoff: 1 } });
  });
});
