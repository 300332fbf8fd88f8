import type { FakeRuntime, FakeServer } from '@tocsin/kit';
import { fakeRuntime, fakeServer, settle } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../client/client';
import { createClient } from '../client/create-client';
import { encodeEnvelope } from '../envelope/encode';
import { exceptionOccurrence, messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import { makeOwnTransport } from './make-transport';
import { makeMultiplexedTransport } from './multiplexed';
import type { Answer } from './post';
import type { RouteMatcher } from './route-matcher';

const dsnOf = (host: string): string => `https://0123456789abcdef0123456789abcdef@${host}.example/7`;
let runtime: FakeRuntime;
let servers: Readonly<Record<'main' | 'a' | 'b', FakeServer>>;

const start = (match: RouteMatcher, options = {}): Client => {
  const createPost: FakeRuntime['createPost'] = ({ dsn: { host } }) => (host === 'a.example' ? servers.a : host === 'b.example' ? servers.b : servers.main).post;
  const make = makeMultiplexedTransport(makeOwnTransport, match);
  return createClient({ dsn: dsnOf('main'), sendClientReports: false, ...options }, { ...runtime, createPost: (destination) => make({ destination, createPost, now: runtime.now, report: runtime.report }).post });
};
const capture = (client: Client, message: string, tags = {}): string => client.capture(messageOccurrence(message, 'error'), {}, { ...emptyScopeData, tags });
const sendAll = async (client: Client): Promise<void> => {
  const flushed = client.flush(60_000);
  await runtime.advance(60_000);
  await flushed;
};
const got = () => Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, server.events().map((event) => event.message)]));
const byTeam: RouteMatcher = ({ getEvent }) => String(getEvent()?.tags?.['team'] ?? '').split(' ').filter(Boolean).map(dsnOf);

beforeEach(() => {
  runtime = fakeRuntime();
  servers = { main: fakeServer(), a: fakeServer(), b: fakeServer() };
});

describe('several destinations', () => {
  it('get each event as the matcher says, and the client\'s own what it does not name', async () => {
    const client = start(byTeam);
    capture(client, 'for a', { team: 'a' });
    capture(client, 'for both', { team: 'a b' });
    capture(client, 'for nobody');
    await sendAll(client);
    expect(got()).toEqual({ main: ['for nobody'], a: ['for a', 'for both'], b: ['for both'] });
    expect(client.stats().error).toMatchObject({ captured: 3, sent: 3, pending: 0, dropped: {} });
  });

  it('get one copy, however often they are named', async () => {
    const client = start(() => [dsnOf('a'), dsnOf('a'), { dsn: dsnOf('a') }]);
    capture(client, 'x');
    await sendAll(client);
    expect(got()).toEqual({ main: [], a: ['x'], b: [] });
  });

  it('get the event under the release that the matcher names', async () => {
    const client = start(() => [{ dsn: dsnOf('a'), release: 'widget@2' }, dsnOf('b')], { release: 'shop@1' });
    capture(client, 'x');
    await sendAll(client);
    expect([servers.a, servers.b].map((server) => server.events()[0]?.release)).toEqual(['widget@2', 'shop@1']);
    expect(servers.a.events()[0]?.event_id).toBe(servers.b.events()[0]?.event_id);
  });

  it('are asked for by the event as it is sent', async () => {
    const seen: unknown[] = [];
    const client = start(({ getEvent }) => {
      seen.push(getEvent());
      return [];
    });
    const id = client.capture(exceptionOccurrence(new TypeError('boom'), { mechanism: { type: 'generic', handled: true }, level: 'error' }), {}, emptyScopeData);
    await sendAll(client);
    expect(seen).toMatchObject([{ event_id: id, exception: { values: [{ type: 'TypeError', value: 'boom' }] } }]);
  });
});

describe('a destination in trouble', () => {
  it('is tried again alone, and the event counts once, when all have it', async () => {
    const client = start(byTeam);
    let tries = 0;
    servers.b.answer = () => ({ status: ++tries < 3 ? 503 : 200 });
    capture(client, 'x', { team: 'a b' });
    await settle();
    expect(got()).toMatchObject({ a: ['x'], b: [] });
    expect(client.stats().error).toMatchObject({ pending: 1, sent: 0 });
    await runtime.advance(60_000);
    expect(got()).toMatchObject({ a: ['x'], b: ['x'] });
    expect(client.stats().error).toMatchObject({ captured: 1, sent: 1, pending: 0, dropped: {} });
  });

  it('that gives no answer costs the others nothing', async () => {
    const client = start(byTeam);
    servers.a.answer = () => {
      throw new Error('connection refused');
    };
    capture(client, 'x', { team: 'a b' });
    await runtime.advance(16 * 60_000);
    expect(got()).toEqual({ main: [], a: [], b: ['x'] });
    expect(client.stats().error).toMatchObject({ captured: 1, sent: 0, pending: 0, dropped: { network_error: 1 } });
  });

  it('that refuses makes the event count as refused, once, with what it said', async () => {
    const client = start(byTeam, { debug: true });
    servers.a.answer = () => ({ status: 403, headers: { 'x-sentry-error': 'bad key' } });
    capture(client, 'x', { team: 'a b' });
    await sendAll(client);
    expect(got()).toMatchObject({ a: [], b: ['x'] });
    expect(client.stats().error).toMatchObject({ captured: 1, sent: 0, dropped: { send_error: 1 } });
    expect(runtime.reported).toContainEqual({ code: 'T3002', detail: 'HTTP 403: bad key' });
  });

  it('that has enough is left alone for so long, and the others are not', async () => {
    const client = start(byTeam);
    let asked = 0;
    servers.a.answer = () => {
      asked++;
      return { status: 429, headers: { 'x-sentry-rate-limits': '60:error' } };
    };
    for (const message of ['1', '2', '3']) {
      capture(client, message, { team: 'a' });
      capture(client, `${message} for both`, { team: 'a b' });
      capture(client, `${message} for b`, { team: 'b' });
      await settle();
    }
    await sendAll(client);
    expect(asked).toBeLessThanOrEqual(2);
    expect(got()).toEqual({ main: [], a: [], b: ['1 for both', '1 for b', '2 for both', '2 for b', '3 for both', '3 for b'] });
    expect(client.stats().error).toMatchObject({ captured: 9, sent: 3, dropped: { ratelimit_backoff: 6 } });
    servers.a.answer = () => ({});
    await runtime.advance(61_000);
    capture(client, '4', { team: 'a' });
    await sendAll(client);
    expect(got()).toMatchObject({ a: ['4'] });
  });
});

describe('a matcher that is of no use', () => {
  it.each<readonly [string, unknown]>([
    ['throws', () => { throw new Error('matcher'); }],
    ['answers with nothing', () => undefined],
    ['answers with a text', () => dsnOf('a')],
    ['answers with nonsense', () => [7, null, {}, 'nonsense', { dsn: 'https://nonsense' }]],
    ['is no function', 'nonsense'],
    ['answers with a trap', () => new Proxy([], { get: () => { throw new Error('trap'); } })],
  ])('leaves events to the client\'s own destination: it %s', async (_name, match) => {
    const client = start(match as never);
    capture(client, 'x');
    capture(client, 'y');
    await sendAll(client);
    expect(got()).toEqual({ main: ['x', 'y'], a: [], b: [] });
    expect(runtime.reported.length).toBeLessThanOrEqual(1);
  });

  it('is told of once, with what it threw', async () => {
    const error = new Error('matcher');
    const client = start(() => { throw error; });
    capture(client, 'x');
    capture(client, 'y');
    await sendAll(client);
    expect(runtime.reported).toEqual([{ code: 'T1003', detail: 'transport has a matcher that threw', cause: error }]);
  });
});

describe('envelopes of other kinds', () => {
  const open = (match: RouteMatcher) =>
    makeMultiplexedTransport(makeOwnTransport, match)({
      destination: { dsn: { scheme: 'https', publicKey: 'k', host: 'main.example', path: '', projectId: '7' }, client: 'test/1' },
      createPost: ({ dsn }) => (dsn.host === 'a.example' ? servers.a : servers.main).post,
      now: runtime.now,
      report: runtime.report,
    });
  const log = (body: string) => encodeEnvelope({ header: {}, items: [{ header: { type: 'log', item_count: 1 }, payload: body }] });

  it('have no event, and can be routed all the same', async () => {
    const { post } = open(({ getEvent }) => (getEvent() ? [] : [dsnOf('a')]));
    await post(log('{"items":[]}'));
    await post(encodeEnvelope({ header: {}, items: [{ header: { type: 'attachment', filename: 'a' }, payload: new Uint8Array([0, 10, 255]) }] }));
    expect(servers.a.received).toHaveLength(2);
    expect(servers.main.received).toHaveLength(0);
  });

  it('without an id are not sent twice either', async () => {
    const { post } = open(() => [dsnOf('a'), dsnOf('main')]);
    servers.main.answer = () => ({ status: 500 });
    expect(await post(log('{"items":["first"]}'))).toMatchObject({ status: 500 });
    servers.main.answer = () => ({});
    expect(await post(log('{"items":["first"]}'))).toMatchObject({ status: 200 });
    expect(servers.a.received).toHaveLength(1);
    expect(servers.main.received).toHaveLength(1);
  });

  it('that go by a tunnel tell it the DSN of each', async () => {
    const { post } = open(() => [dsnOf('a'), dsnOf('main')]);
    await post(encodeEnvelope({ header: { dsn: dsnOf('main') }, items: [{ header: { type: 'log' }, payload: '{}' }] }));
    expect([servers.a, servers.main].map(({ received }) => received[0]?.header['dsn'])).toEqual([dsnOf('a'), dsnOf('main')]);
  });
});

describe('a dying process', () => {
  it('delivers to each destination what is for it, and takes the worst answer for each envelope', () => {
    const posted: Record<string, number> = {};
    const answer = (status: number): Answer => ({ status, header: () => undefined });
    const { postSync } = makeMultiplexedTransport(makeOwnTransport, byTeam)({
      destination: { dsn: { scheme: 'https', publicKey: 'k', host: 'main.example', path: '', projectId: '7' }, client: 'test/1' },
      createPost: () => servers.main.post,
      now: runtime.now,
      report: runtime.report,
    });
    const bodies = ['a', 'a b', '', 'b'].map((team, index) => encodeEnvelope({ header: { event_id: String(index) }, items: [{ header: { type: 'event' }, payload: JSON.stringify({ tags: { team } }) }] }));
    const answers = postSync?.(bodies, ({ dsn: { host } }) => (own) => {
      posted[host] = own.length;
      if (host === 'main.example') throw new Error('no thread');
      return own.map((_body, index) => (host === 'a.example' ? answer(200) : index === 0 ? undefined : answer(429)));
    });
    expect(posted).toEqual({ 'a.example': 2, 'b.example': 2, 'main.example': 1 });
    expect(answers?.map((each) => each?.status)).toEqual([200, undefined, undefined, 429]);
  });
});
