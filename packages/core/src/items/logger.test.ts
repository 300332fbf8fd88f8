import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { close, flush, getClient, stats } from '../client/lifecycle';
import { setUser, withScope } from '../client/scopes';
import { continueTrace } from '../client/trace';
import type { LogAttributes } from './logger';
import { logger } from './logger';

interface Container {
  readonly items: readonly {
    readonly timestamp: number;
    readonly trace_id: string;
    readonly span_id: string;
    readonly level: string;
    readonly severity_number: number;
    readonly body: string;
    readonly attributes: Readonly<Record<string, { readonly value: unknown; readonly type: string }>>;
  }[];
}

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
const containers = (): Container[] => runtime.server.items('log') as Container[];
const records = async () => {
  await flush();
  return containers().flatMap(({ items }) => items);
};
/** What stands in the attributes of the only log. */
const attributesOf = async () => Object.fromEntries(Object.entries((await records())[0]?.attributes ?? {}).map(([key, { value }]) => [key, value]));
const row = () => stats().log_item;

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('a log', () => {
  it('goes out in a container of its own, with exact count, level and severity number', async () => {
    start();
    logger.trace('a');
    logger.debug('b');
    logger.info('c');
    logger.warn('d');
    logger.error('e');
    logger.fatal('f');
    const all = await records();
    expect(all.map(({ body, level, severity_number }) => [body, level, severity_number])).toEqual([
      ['a', 'trace', 1],
      ['b', 'debug', 5],
      ['c', 'info', 9],
      ['d', 'warn', 13],
      ['e', 'error', 17],
      ['f', 'fatal', 21],
    ]);
    expect(all.every(({ timestamp }) => timestamp === runtime.now() / 1000)).toBe(true);
    expect(runtime.server.received).toHaveLength(1);
    expect(runtime.server.received[0]?.header).toMatchObject({ sdk: { name: 'tocsin.javascript.test', version: '0.0.0' } });
    expect(runtime.server.received[0]?.items.map(({ header }) => header)).toEqual([{ type: 'log', item_count: 6, content_type: 'application/vnd.sentry.items.log+json', length: expect.any(Number) }]);
    expect(row()).toMatchObject({ captured: 6, sent: 6, pending: 0 });
  });

  it('keeps the types of its attributes', async () => {
    start();
    logger.info('x', { text: 'a', whole: 42, part: 1.5, yes: true, list: [1, 2], bag: { a: { b: 1 } }, none: null, missing: undefined, huge: 2 ** 60, not: Number.NaN, big: 10n });
    expect((await records())[0]?.attributes).toMatchObject({
      text: { value: 'a', type: 'string' },
      whole: { value: 42, type: 'integer' },
      part: { value: 1.5, type: 'double' },
      yes: { value: true, type: 'boolean' },
      list: { value: '[1,2]', type: 'string' },
      bag: { value: '{"a":{"b":1}}', type: 'string' },
      huge: { value: 2 ** 60, type: 'double' },
      not: { value: '[NaN]', type: 'string' },
      big: { value: '10n', type: 'string' },
    });
    expect(Object.keys((await records())[0]?.attributes ?? {})).not.toContain('none');
  });

  it('tells which release runs where, and who uses it', async () => {
    start({ release: 'shop@1', environment: 'staging' });
    setUser({ id: '7', email: 'carl@example.com', username: 'carl', ip_address: '203.0.113.9' });
    logger.info('x', { 'user.id': 'own' });
    expect(await attributesOf()).toEqual({
      'sentry.environment': 'staging',
      'sentry.release': 'shop@1',
      'sentry.sdk.name': 'tocsin.javascript.test',
      'sentry.sdk.version': '0.0.0',
      'server.address': 'test',
      'user.id': 'own',
      'user.email': 'carl@example.com',
      'user.name': 'carl',
    });
  });

  it('stands in the trace of its scope', async () => {
    start();
    const traceId = 'a'.repeat(32);
    continueTrace({ sentryTrace: `${traceId}-${'b'.repeat(16)}-1` }, () => logger.info('inside'));
    logger.info('outside');
    logger.info('beside it');
    const [inside, outside, beside] = await records();
    expect(inside).toMatchObject({ trace_id: traceId, span_id: expect.stringMatching(/^[\da-f]{16}$/) });
    expect(outside?.trace_id).toMatch(/^[\da-f]{32}$/);
    expect(outside?.trace_id).not.toBe(traceId);
    expect(beside?.trace_id).toBe(outside?.trace_id);
  });

  it('made by a template keeps template and values apart', async () => {
    start();
    logger.warn(logger.fmt`order ${17} of ${'carl'} is 100% late`);
    expect((await records())[0]).toMatchObject({
      body: 'order 17 of carl is 100% late',
      attributes: {
        'sentry.message.template': { value: 'order %s of %s is 100%% late', type: 'string' },
        'sentry.message.parameter.0': { value: 17, type: 'integer' },
        'sentry.message.parameter.1': { value: 'carl', type: 'string' },
      },
    });
  });

  it('takes a list of values with holes', async () => {
    start();
    const values: unknown[] = ['a'];
    values[2] = 'c';
    logger.info('%s %s %s', values);
    expect(await attributesOf()).toMatchObject({ 'sentry.message.parameter.0': 'a', 'sentry.message.parameter.2': 'c' });
  });

  it('carries no secret, in its text, its attributes, or the values of its template', async () => {
    start();
    const secret = 'hunter2-abcdef';
    logger.info(logger.fmt`login with password=${secret} failed`, { password: secret, note: `token=${secret}`, deep: { apiKey: secret }, mail: 'carl@example.com' });
    const [log] = await records();
    expect(JSON.stringify(log)).not.toContain(secret);
    expect(JSON.stringify(log)).not.toContain('carl@');
    expect(log).toMatchObject({ body: 'login with password=[Filtered] failed', attributes: { password: { value: '[Filtered]', type: 'string' }, 'sentry.message.parameter.0': { value: '[Filtered]' } } });
    expect(Object.values(row()?.scrubbed ?? {}).length).toBeGreaterThan(0);
  });

  it('shows errors in their words, and keeps large whole numbers, where a template has them', async () => {
    start();
    logger.error(logger.fmt`order ${9007199254740993n}: ${new RangeError('too late')}`);
    const [log] = await records();
    expect(log).toMatchObject({ body: 'order 9007199254740993: RangeError: too late', attributes: { 'sentry.message.parameter.0': { value: '9007199254740993', type: 'string' } } });
  });

  it('shows for a secret what the app wants to see', async () => {
    start({ scrub: { replacement: '***' } });
    logger.info(logger.fmt`password=${'hunter2-abcdef'}`);
    expect(await attributesOf()).toMatchObject({ 'sentry.message.parameter.0': '***' });
  });

  it('is a picture of the moment: what the app changes later does not reach it', async () => {
    start();
    const basket = { items: 1 };
    logger.info('x', { basket });
    basket.items = 2;
    expect(await attributesOf()).toMatchObject({ basket: '{"items":1}' });
  });

  it('takes anything for message and attributes, and never throws', async () => {
    start();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const odd: unknown[] = [undefined, null, 0, Symbol('s'), { a: 1 }, proxy, new Error('boom'), []];
    for (const one of odd) logger.info(one as string, one as LogAttributes);
    expect((await records()).map(({ body }) => body)).toEqual(['undefined', 'null', '0', 'Symbol(s)', '{"a":1}', '[Unreadable]', 'Error: boom', '[]']);
    expect(row()).toMatchObject({ captured: odd.length, sent: odd.length });
  });

  it.each<[string, ProxyHandler<unknown[]>]>([
    ['can be read in no way', new Proxy({}, { get: () => () => { throw new Error('trap'); } })],
    ['cannot be read beyond its length', { get: (list, key) => { if (key === 'length') return list.length; throw new Error('get'); } }],
  ])('a list of parameters that %s fills in nothing, and the log is sent', async (_what, traps) => {
    start();
    logger.info('order %s', new Proxy<unknown[]>([7], traps));
    expect((await records()).map(({ body }) => body)).toEqual(['order %s']);
    expect(row()).toMatchObject({ captured: 1, sent: 1 });
  });

  it('is nothing where nothing can be sent', async () => {
    logger.info('before init');
    start({ dsn: undefined, enabled: false });
    logger.info('switched off');
    start({ enableLogs: false });
    logger.info('logs switched off');
    await flush();
    expect(stats()).toEqual({});
    await close();
    logger.info('after close');
    expect(getClient()).toBeUndefined();
  });
});

describe('beforeSendLog', () => {
  it('has the last word on a safe copy', async () => {
    start({ beforeSendLog: (log) => ({ ...log, level: 'warn', message: `${log.message}!`, attributes: { ...log.attributes, added: true } }) });
    logger.info('x', { own: 1 });
    expect((await records())[0]).toMatchObject({ body: 'x!', level: 'warn', severity_number: 13, attributes: { own: { value: 1 }, added: { value: true, type: 'boolean' } } });
  });

  it('cannot leak', async () => {
    start({
      beforeSendLog(log) {
        log.message = 'token=hunter2-abcdef';
        log.attributes['password'] = 'hunter2-abcdef';
        return log;
      },
    });
    logger.info('x');
    expect(JSON.stringify(await records())).not.toContain('hunter2');
  });

  it.each([
    ['answers null', () => null, 0],
    ['throws', () => { throw new Error('hook'); }, 1],
    ['answers a promise', () => Promise.resolve(null), 1],
    ['answers a text', () => 'x', 1],
  ])('that %s drops the log, counted', async (_how, hook, told) => {
    start({ beforeSendLog: hook as unknown as NonNullable<ClientOptions['beforeSendLog']> });
    logger.info('x');
    expect(await records()).toEqual([]);
    expect(row()).toMatchObject({ captured: 1, pending: 0, dropped: { before_send: 1 } });
    expect(runtime.reported.map(({ code }) => code)).toEqual(Array.from({ length: told }, () => 'T2001'));
  });

  it('that logs itself comes to an end', async () => {
    start({
      beforeSendLog(log) {
        logger.info('inside');
        return log;
      },
    });
    logger.info('x');
    expect((await records()).map(({ body }) => body)).toEqual(['x']);
    expect(row()).toMatchObject({ captured: 2, sent: 1, dropped: { before_send: 1 } });
  });

  it('that is no function is named, and logs go out without it', async () => {
    start({ beforeSendLog: 'no' as unknown as NonNullable<ClientOptions['beforeSendLog']> });
    logger.info('x');
    expect(await records()).toHaveLength(1);
    expect(runtime.reported).toMatchObject([{ code: 'T1003' }]);
  });
});

describe('batches', () => {
  const say = (count: number, text = 'x'): void => {
    for (let n = 0; n < count; n++) logger.info(text);
  };

  it('leave with a hundred logs, at once', async () => {
    start();
    say(250);
    await settle();
    expect(containers().map(({ items }) => items.length)).toEqual([100, 100]);
    expect((await records()).length).toBe(250);
    expect(runtime.server.received.flatMap(({ items }) => items.map(({ header }) => header['item_count']))).toEqual([100, 100, 50]);
  });

  it('leave five seconds after their first log', async () => {
    start();
    say(1);
    await runtime.advance(3000);
    say(1);
    await runtime.advance(1999);
    expect(containers()).toEqual([]);
    await runtime.advance(1);
    expect(containers().map(({ items }) => items.length)).toEqual([2]);
    expect(runtime.timers()).toBe(0);
  });

  it('leave before they are larger than an event', async () => {
    start({ maxValueLength: 50_000 });
    say(10, 'long '.repeat(9_000));
    await flush();
    const lengths = runtime.server.received.flatMap(({ items }) => items.map(({ payload }) => payload.length));
    expect(lengths.length).toBeGreaterThan(2);
    expect(Math.max(...lengths)).toBeLessThan(200_100);
    expect(row()).toMatchObject({ captured: 10, sent: 10 });
  });

  it('leave at the end of a process', () => {
    const client = start();
    say(3);
    const bodies: string[] = [];
    client.flushSync((all) => all.map((body) => (bodies.push(String(body)), { status: 200, header: () => undefined })));
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toContain('"item_count":3');
    expect(row()).toMatchObject({ captured: 3, sent: 3, pending: 0 });
    expect(runtime.timers()).toBe(0);
  });

  it('are bounded while the server is down: what finds no room is dropped and counted', async () => {
    start();
    runtime.server.hold = true;
    say(15_000);
    await settle();
    const before = row();
    expect(before?.dropped.buffer_overflow).toBeGreaterThan(4000);
    expect((before?.pending ?? 0) + (before?.dropped.buffer_overflow ?? 0)).toBe(15_000);
    runtime.server.release();
    await flush();
    expect(row()).toMatchObject({ captured: 15_000, pending: 0, sent: before?.pending });
  });

  it('that are limited are dropped, while errors go on', async () => {
    start();
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:log_item:organization' } });
    say(1);
    await flush();
    say(2);
    getClient()?.capture({ issueParts: () => ({}), build: () => ({}) }, {}, { tags: {}, extra: {}, contexts: {}, breadcrumbs: [], processors: [], attachments: [] });
    await flush();
    expect(row()).toMatchObject({ captured: 3, sent: 1, dropped: { ratelimit_backoff: 2 } });
    expect(stats().error).toMatchObject({ sent: 1 });
  });

  it('count once where the loss of others, to which they lead, makes the app flush', async () => {
    start({ transportOptions: { bufferSize: 1 }, onDrop: () => void flush() });
    say(1);
    getClient()?.capture({ issueParts: () => ({}), build: () => ({}) }, {}, { tags: {}, extra: {}, contexts: {}, breadcrumbs: [], processors: [], attachments: [] });
    say(1);
    await flush();
    expect(row()).toMatchObject({ captured: 2, pending: 0 });
    expect((row()?.sent ?? 0) + (row()?.dropped.queue_overflow ?? 0)).toBe(2);
  });

  it('tell the server in a client report how many logs were lost', async () => {
    start({ beforeSendLog: () => null });
    say(3);
    await flush();
    expect(runtime.server.items('client_report')).toMatchObject([{ discarded_events: [{ reason: 'before_send', category: 'log_item', quantity: 3 }] }]);
  });

  it('keep the user of each log apart', async () => {
    start();
    withScope((scope) => {
      scope.setUser({ id: '1' });
      logger.info('x');
    });
    withScope((scope) => {
      scope.setUser({ id: '2' });
      logger.info('x');
    });
    expect((await records()).map(({ attributes }) => attributes['user.id']?.value)).toEqual(['1', '2']);
  });
});
