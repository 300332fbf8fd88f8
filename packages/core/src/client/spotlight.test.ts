import type { FakeRuntime, FakeServer } from '@tocsin/kit';
import { fakeRuntime, fakeServer, settle } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { logger } from '../items/logger';
import { messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import type { BeginPostSync } from '../transport/post';
import type { Client, ClientOptions } from './client';
import { createClient } from './create-client';
import { initClient } from './init-client';
import { copyToSpotlight } from './spotlight';

let runtime: FakeRuntime;
let spotlight: FakeServer;

const start = (options: ClientOptions = {}): Client =>
  createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, integrations: [copyToSpotlight('http://localhost:8969/stream', spotlight.post)], ...options }, runtime);
const capture = (client: Client, message: string): string => client.capture(messageOccurrence(message, 'error'), {}, emptyScopeData);
const seen = (by: FakeServer) => by.events().map((event) => event.message);
const told = () => runtime.reported.filter(({ code }) => code === 'T1008');

beforeEach(() => {
  runtime = fakeRuntime();
  spotlight = fakeServer();
});

describe('a copy for Spotlight', () => {
  it('is made of every envelope, after the call, and the real one goes its own way', async () => {
    const client = start();
    capture(client, 'x');
    expect(spotlight.received).toHaveLength(0);
    await settle();
    expect(seen(spotlight)).toEqual(['x']);
    expect(seen(runtime.server)).toEqual(['x']);
    expect(spotlight.received[0]?.header).toEqual(runtime.server.received[0]?.header);
    expect(client.stats().error).toMatchObject({ captured: 1, sent: 1 });
  });

  it('is made of logs as well', async () => {
    const client = initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, integrations: [copyToSpotlight('http://localhost:8969/stream', spotlight.post)] }, runtime);
    logger.info('hello');
    await client.close();
    expect(spotlight.received).toHaveLength(1);
    expect(runtime.server.received).toHaveLength(1);
    expect(spotlight.events()).toEqual([]);
  });

  it('comes while the server is down, and while it takes nothing', async () => {
    const client = start();
    runtime.server.answer = () => ({ status: 503 });
    for (const message of ['1', '2', '3', '4', '5', '6']) capture(client, message);
    await settle();
    expect(seen(spotlight)).toEqual(['1', '2', '3', '4', '5', '6']);
    runtime.server.answer = () => ({ status: 429 });
    await runtime.advance(5000);
    capture(client, 'limited');
    await settle();
    expect(seen(spotlight)).toContain('limited');
    expect(seen(spotlight)).toHaveLength(7);
  });

  it('ends with the integration, and with the client', async () => {
    const client = start();
    client.addIntegration({ name: 'Spotlight' });
    capture(client, 'without');
    await settle();
    client.addIntegration(copyToSpotlight('http://localhost:8969/stream', spotlight.post));
    capture(client, 'with');
    await settle();
    expect(seen(spotlight)).toEqual(['with']);
    await client.close();
    expect(runtime.timers()).toBe(0);
  });
});

describe('a Spotlight that is not there', () => {
  it('costs one line, and nothing of the real sending', async () => {
    const client = start();
    spotlight.answer = () => {
      throw new Error('connect ECONNREFUSED');
    };
    for (const message of ['1', '2', '3']) {
      capture(client, message);
      await runtime.advance(120_000);
    }
    expect(seen(runtime.server)).toEqual(['1', '2', '3']);
    expect(client.stats().error).toMatchObject({ captured: 3, sent: 3, dropped: {} });
    expect(told()).toEqual([{ code: 'T1008', detail: 'http://localhost:8969/stream', cause: new Error('connect ECONNREFUSED') }]);
  });

  it('is asked again after 1 second, then twice as long each time, at most 60 seconds', async () => {
    const client = start({ flood: false });
    let asked: number[] = [];
    const begin = runtime.now();
    spotlight.answer = () => {
      asked.push(runtime.now() - begin);
      return { status: 500 };
    };
    for (let second = 0; second < 300; second++) {
      capture(client, 'x');
      await runtime.advance(1000);
    }
    expect(asked.map((at) => at / 1000)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
    asked = [];
    spotlight.answer = () => ({});
    await runtime.advance(60_000);
    capture(client, 'back');
    await settle();
    capture(client, 'at once');
    await settle();
    expect(seen(spotlight)).toEqual(['back', 'at once']);
  });

  it('that fails for several copies at once is left alone no longer for it', async () => {
    const client = start({ flood: false });
    let asked = 0;
    spotlight.answer = () => ({ status: ++asked <= 50 ? 500 : 200 });
    for (let n = 0; n < 50; n++) capture(client, 'x');
    await runtime.advance(1000);
    capture(client, 'back');
    await settle();
    expect(seen(spotlight)).toEqual(['back']);
  });

  it('that never answers keeps no more than a hundred copies waiting', async () => {
    const client = start({ flood: false });
    spotlight.hold = true;
    for (let n = 0; n < 300; n++) capture(client, String(n));
    await client.flush();
    expect(seen(runtime.server)).toHaveLength(300);
    spotlight.release();
    await settle();
    expect(spotlight.received).toHaveLength(100);
  });
});

describe('the copies of a dying process', () => {
  interface Last {
    readonly bodies: readonly string[];
    readonly steps: readonly string[];
  }
  /** What the last words bring to Spotlight, and what happens in which order. */
  const lastWords = (status: number | undefined, prepare: (client: Client) => unknown = (client) => capture(client, 'the end')) => {
    const bodies: string[] = [];
    const steps: string[] = [];
    const last: Last = { bodies, steps };
    const answerOf = () => (status === undefined ? undefined : { status, header: () => undefined });
    const begin: BeginPostSync = (given) => {
      bodies.push(...given.map((body) => (typeof body === 'string' ? body : new TextDecoder().decode(body))));
      steps.push('begin');
      return () => {
        steps.push('wait');
        return given.map(answerOf);
      };
    };
    const client = initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, integrations: [copyToSpotlight('http://localhost:8969/stream', spotlight.post, begin)] }, runtime);
    const speak = () =>
      client.flushSync((toServer) => {
        steps.push('server');
        return toServer.map(() => ({ status: 200, header: () => undefined }));
      });
    prepare(client);
    return { client, last, speak };
  };

  it('go out beside what goes to the server, and only once', async () => {
    const { client, last, speak } = lastWords(200);
    speak();
    expect(last.steps).toEqual(['begin', 'server', 'wait']);
    expect(last.bodies).toEqual([expect.stringContaining('the end')]);
    await settle();
    speak();
    expect(last.bodies).toHaveLength(1);
    expect(spotlight.received).toHaveLength(0);
    expect(client.stats().error).toMatchObject({ captured: 1, sent: 1 });
    expect(told()).toEqual([]);
  });

  it('go out again where the first was not answered, unless nobody could tell it from the first', async () => {
    spotlight.hold = true;
    const { client, last, speak } = lastWords(200);
    logger.info('a line that is on its way');
    await client.flush();
    logger.info('a line that is not');
    speak();
    expect(last.bodies).toEqual([expect.stringContaining('the end'), expect.stringContaining('a line that is not')]);
  });

  it('go out also where the server has everything', async () => {
    spotlight.hold = true;
    const { client, last, speak } = lastWords(200);
    await client.flush();
    speak();
    expect(last.steps).toEqual(['begin', 'wait']);
    expect(last.bodies).toHaveLength(1);
  });

  it('cost nothing where nothing is pending, nor where Spotlight is left alone', async () => {
    const { client, last, speak } = lastWords(200, () => undefined);
    speak();
    spotlight.answer = () => ({ status: 500 });
    capture(client, 'refused');
    await settle();
    capture(client, 'the end');
    speak();
    expect(last.bodies).toEqual([]);
  });

  it.each([undefined, 500])('are told of when nobody took them (%s)', (status) => {
    const { speak } = lastWords(status);
    speak();
    expect(told()).toEqual([{ code: 'T1008', detail: 'http://localhost:8969/stream' }]);
  });

  it('are over once the integration is taken away', () => {
    const { client, last, speak } = lastWords(200, () => undefined);
    client.addIntegration({ name: 'Spotlight' });
    capture(client, 'the end');
    speak();
    expect(last).toEqual({ bodies: [], steps: ['server'] });
  });
});
