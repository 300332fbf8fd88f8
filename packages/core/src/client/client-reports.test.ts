import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import type { ClientOptions } from './client';
import type { Post } from '../transport/post';
import { createClient } from './create-client';
import { initClient } from './init-client';
import { logger } from '../items/logger';
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

  it('that a server refuses are forgotten, and nothing is said of it', async () => {
    const client = start({ sampleRate: 0, debug: true });
    say(client);
    reportStatus = 400;
    await client.flush();
    await client.flush();
    expect(bodies).toHaveLength(1);
    expect(runtime.reported.filter(({ code }) => code === 'T3002')).toEqual([]);
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

  describe('of what servers count by size as well', () => {
    const withFiles = (client: ReturnType<typeof start>, ...sizes: readonly number[]): void =>
      void client.capture(messageOccurrence('x', 'error'), { attachments: sizes.map((size) => ({ filename: 'f', data: new Uint8Array(size) })) }, emptyScopeData);

    it.each([
      ['refused with their event', 403, {}, [{ reason: 'send_error', category: 'error', quantity: 1 }, { reason: 'send_error', category: 'attachment_item', quantity: 2 }, { reason: 'send_error', category: 'attachment', quantity: 1007 }]],
      ['turned away by a 429, and told by the server itself', 429, { 'x-sentry-rate-limits': '60:attachment:key' }, undefined],
    ] as const)('tell how many attachments, and how many bytes of them, were %s', async (_what, status, headers, expected) => {
      const client = start();
      runtime.server.answer = () => ({ status, headers });
      withFiles(client, 1000, 7);
      await client.flush();
      expect(reports()).toEqual(expected ? [expected] : []);
    });

    it('tell of attachments that a limit has taken off their event', async () => {
      const client = start();
      runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:attachment:key' } });
      say(client);
      await settle();
      withFiles(client, 40, 2);
      await client.flush();
      expect(client.stats()).toMatchObject({ error: { sent: 2 }, attachment: { captured: 2, dropped: { ratelimit_backoff: 2 } } });
      expect(reports()).toEqual([[{ reason: 'ratelimit_backoff', category: 'attachment_item', quantity: 2 }, { reason: 'ratelimit_backoff', category: 'attachment', quantity: 42 }]]);
    });

    it('count an attachment that cannot be sent, whose size nobody knows', async () => {
      const client = start();
      client.capture(messageOccurrence('x', 'error'), { attachments: [{ filename: 'f', data: 7 as never }] }, emptyScopeData);
      await client.flush();
      expect(reports()).toEqual([[{ reason: 'invalid', category: 'attachment_item', quantity: 1 }]]);
    });

    it.each([[403, [{ reason: 'send_error', category: 'log_item', quantity: 3 }, { reason: 'send_error', category: 'log_byte', quantity: expect.any(Number) }]], [200, undefined]] as const)('tell how many logs were lost, and how many bytes of them (%i)', async (status, expected) => {
      const sizes: number[] = [];
      const { post } = runtime.server;
      platform = {
        ...platform,
        createPost: () => async (body) => {
          const [, header = '', payload = ''] = String(body).split('\n');
          if (header.includes('client_report')) return (bodies.push(String(body)), { status: 200, header: () => undefined });
          sizes.push(payload.length);
          return status === 200 ? post(body) : { status, header: () => undefined };
        },
      };
      const client = initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, platform);
      ['a', 'b', 'c'].forEach((text) => logger.info(text));
      await client.flush();
      expect(reports()).toEqual(expected ? [expected] : []);
      // The payload holds the records, a comma between them, and `{"items":[…]}` around.
      const [size = 0] = sizes;
      if (expected) expect(reports()[0]?.[1]?.quantity).toBe(size - 2 - '{"items":[]}'.length);
      await client.close(0);
    });

    it('tell of the bytes of logs for which there was no room', async () => {
      const client = initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, platform);
      runtime.server.hold = true;
      for (let n = 0; n < 15_000; n++) logger.info('x');
      const lost = client.stats().log_item?.dropped.buffer_overflow ?? 0;
      expect(lost).toBeGreaterThan(0);
      runtime.server.release();
      await client.flush();
      const told = new Map(reports().flat().map(({ category, quantity }) => [category, quantity]));
      expect(told.get('log_item')).toBe(lost);
      expect(told.get('log_byte')).toBeGreaterThan(lost * 50);
      await client.close(0);
    });
  });

  it('can be switched off', async () => {
    const client = start({ sampleRate: 0, sendClientReports: false });
    say(client);
    await client.close();
    expect(bodies).toHaveLength(0);
    expect(runtime.timers()).toBe(0);
  });
});
