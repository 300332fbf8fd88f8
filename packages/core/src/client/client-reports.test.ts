import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import type { ClientOptions } from './client';
import type { Post } from '../transport/post';
import { createClient } from './create-client';
import type { Runtime } from './runtime';

interface ReportItem {
  readonly timestamp: number;
  readonly discarded_events: readonly { readonly reason: string; readonly category: string; readonly quantity: number }[];
}

let runtime: FakeRuntime;
let platform: Runtime;
let bodies: string[];
/** What the server answers to reports; to everything else what `runtime.server` does. */
let reportStatus: number | 'refused';

const start = (options: ClientOptions = {}) => createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', flood: false, ...options }, platform);
const reports = () => bodies.map((body): ReportItem => JSON.parse(body.split('\n')[2] ?? '')).map(({ discarded_events }) => discarded_events);
const say = (client: ReturnType<typeof start>, count = 1): void => {
  for (let n = 0; n < count; n++) client.capture(messageOccurrence('x', 'error'), {}, emptyScopeData);
};

beforeEach(() => {
  runtime = fakeRuntime();
  bodies = [];
  reportStatus = 200;
  const { post } = runtime.server;
  const reporting: Post = async (body) => {
    if (!String(body).includes('"client_report"')) return post(body);
    if (reportStatus === 'refused') throw Object.assign(new Error('ECONNREFUSED'), { unsent: true });
    bodies.push(String(body));
    return { status: reportStatus, header: () => undefined };
  };
  platform = { ...runtime, createPost: () => reporting };
});

describe('client reports', () => {
  it('tell on flush what was dropped, by reason, in an envelope of their own', async () => {
    const client = start({ sampleRate: 0.5, beforeSend: (event) => (event.level === 'error' ? null : event) });
    say(client, 2);
    runtime.chance = 0;
    say(client, 3);
    await client.flush();
    expect(bodies[0]?.split('\n').slice(0, 2)).toEqual(['{"sent_at":"2026-01-01T00:00:00.000Z"}', expect.stringMatching(/^{"type":"client_report","length":\d+}$/)]);
    expect(JSON.parse(bodies[0]?.split('\n')[2] ?? '')).toEqual({
      timestamp: runtime.now() / 1000,
      discarded_events: [{ reason: 'sample_rate', category: 'error', quantity: 2 }, { reason: 'before_send', category: 'error', quantity: 3 }],
    });
    expect(client.stats()).not.toHaveProperty('internal');
  });

  it('are not sent when there is nothing to tell, nor twice', async () => {
    const client = start({ beforeSend: () => null });
    await client.flush();
    expect(bodies).toHaveLength(0);
    say(client);
    await client.flush();
    await client.flush();
    await client.close();
    expect(bodies).toHaveLength(1);
  });

  it('go out once a minute at most, without a flush', async () => {
    const client = start({ sampleRate: 0 });
    say(client);
    await runtime.advance(59_999);
    expect(bodies).toHaveLength(0);
    say(client);
    await runtime.advance(1);
    expect(reports()).toEqual([[{ reason: 'sample_rate', category: 'error', quantity: 2 }]]);
    say(client);
    await runtime.advance(59_999);
    expect(bodies).toHaveLength(1);
    await runtime.advance(1);
    expect(bodies).toHaveLength(2);
    expect(runtime.timers()).toBe(0);
  });

  it.each([503, 429, 'refused' as const])('that could not be sent (%s) are told the next time, with what came since', async (status) => {
    const client = start({ sampleRate: 0 });
    say(client, 2);
    reportStatus = status;
    await client.flush();
    bodies = [];
    reportStatus = 200;
    say(client, 3);
    await runtime.advance(120_000);
    expect(reports()).toEqual([[{ reason: 'sample_rate', category: 'error', quantity: 5 }]]);
  });

  it('that a server refuses are forgotten', async () => {
    const client = start({ sampleRate: 0 });
    say(client);
    reportStatus = 400;
    await client.flush();
    await client.flush();
    expect(bodies).toHaveLength(1);
  });

  it('leave out what the server turned away with a 429, and tell of what was held back because of it', async () => {
    const client = start();
    runtime.server.answer = () => ({ status: 429, headers: { 'x-sentry-rate-limits': '60:error:key' } });
    say(client);
    await settle();
    say(client, 2);
    await client.flush();
    expect(client.stats().error?.dropped).toEqual({ ratelimit_backoff: 3 });
    expect(reports()).toEqual([[{ reason: 'ratelimit_backoff', category: 'error', quantity: 2 }]]);
  });

  it('tell of the folded that were lost with their event, of which the server knows nothing', async () => {
    const client = start({ flood: { burst: 1 } });
    say(client, 4);
    await settle();
    runtime.server.answer = () => ({ status: 429, headers: { 'x-sentry-rate-limits': '60:error:key' } });
    await client.flush();
    expect(client.stats().error).toMatchObject({ sent: 1, folded: 0, dropped: { ratelimit_backoff: 3 } });
    expect(reports()).toEqual([[{ reason: 'ratelimit_backoff', category: 'error', quantity: 2 }]]);
  });

  it('use the words of the protocol only', async () => {
    const client = start({ beforeSend: () => new Promise(() => undefined) });
    say(client);
    client.flushSync(() => []);
    expect(client.stats().error?.dropped).toEqual({ hook_unfinished: 1 });
    expect(bodies).toHaveLength(0);
    await client.flush();
    expect(reports()).toEqual([[{ reason: 'before_send', category: 'error', quantity: 1 }]]);
  });

  it('can be switched off', async () => {
    const client = start({ sampleRate: 0, sendClientReports: false });
    say(client);
    await client.close();
    expect(bodies).toHaveLength(0);
    expect(runtime.timers()).toBe(0);
  });
});
