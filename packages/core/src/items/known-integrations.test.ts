import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { captureEvent, captureException, captureMessage } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { stats } from '../client/lifecycle';
import { audit } from '../audit/audit';
import { dedupeIntegration } from './dedupe';
import { extraErrorDataIntegration } from './extra-error-data';
import { linkedErrorsIntegration } from './linked-errors';
import { rewriteFramesIntegration } from './rewrite-frames';

// Integrations that the field knows by name: each changes what it says, and nothing else.

let stop: (() => unknown) | undefined;
afterEach(async () => {
  await stop?.();
});

const start = (options: ClientOptions = {}) => {
  const runtime = fakeRuntime();
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

describe('dedupe', () => {
  it('drops an event that is the same as the one before, and counts it', async () => {
    const { events } = start({ integrations: [dedupeIntegration()] });
    const fail = (text: string): string => captureException(new Error(text));
    for (const text of ['a', 'a', 'b', 'a']) fail(text);
    captureMessage('m');
    captureMessage('m');
    expect((await events()).map(({ exception, message }) => exception?.values[0]?.value ?? message)).toEqual(['a', 'b', 'a', 'm']);
    expect(stats()['error']?.dropped).toEqual({ event_processor: 2 });
  });

  it('keeps what differs in where it happened, or in how it is grouped, and every audit', async () => {
    const { events } = start({ integrations: [dedupeIntegration()] });
    captureException(new Error('a'));
    captureException(new Error('a'));
    captureException(Object.assign(new Error('a'), {}), { fingerprint: ['own'] });
    await audit('user.delete', { actor: { type: 'admin', id: 'ada' }, target: [{ type: 'user', id: 'carol' }] });
    await audit('user.delete', { actor: { type: 'admin', id: 'ada' }, target: [{ type: 'user', id: 'carol' }] });
    expect(await events()).toHaveLength(5);
  });
});

describe('linked errors', () => {
  const nest = (depth: number): Error => new Error(`level ${depth}`, depth > 0 ? { cause: nest(depth - 1) } : {});
  const valuesOf = async (options: Parameters<typeof linkedErrorsIntegration>[0], thrown: unknown) => {
    const { events } = start({ integrations: [linkedErrorsIntegration(options)] });
    captureException(thrown);
    return (await events())[0]?.exception?.values ?? [];
  };

  it.each([
    [0, 1],
    [1, 2],
    [8, 9],
    [Number.NaN, 6],
  ])('sends %i errors beside the thrown one', async (limit, count) => {
    const values = await valuesOf({ limit }, nest(20));
    expect(values.map(({ value }) => value)).toEqual(Array.from({ length: count }, (_, index) => `level ${20 - index}`).toReversed());
  });

  it('says what it says without it, where it changes nothing', async () => {
    const thrown = new AggregateError([new Error('first', { cause: new Error('under it') }), new Error('second')], 'both', { cause: new Error('why') });
    const own = start();
    captureException(thrown);
    const without = (await own.events())[0]?.exception?.values.map(({ value, mechanism }) => ({ value, ...mechanism, is_exception_group: undefined }));
    await stop?.();
    const values = await valuesOf({}, new AggregateError(thrown.errors, 'both', { cause: thrown.cause }));
    expect(values.map(({ value, mechanism }) => ({ value, ...mechanism, is_exception_group: undefined }))).toEqual(without);
  });

  it('follows another property, and no cycle', async () => {
    const inner = new RangeError('inner');
    const outer = Object.assign(new TypeError('outer'), { previous: inner });
    Object.assign(inner, { previous: outer });
    const values = await valuesOf({ key: 'previous' }, outer);
    expect(values).toMatchObject([
      { type: 'RangeError', value: 'inner', mechanism: { type: 'chained', source: 'previous', exception_id: 1, parent_id: 0 }, stacktrace: { frames: expect.any(Array) } },
      { type: 'TypeError', value: 'outer', mechanism: { exception_id: 0, handled: true } },
    ]);
  });

  it('scrubs what it adds, and leaves what is no error alone', async () => {
    const [behind] = await valuesOf({ key: 'previous' }, Object.assign(new Error('outer'), { previous: new Error('password=hunter2') }));
    expect(behind?.value).not.toContain('hunter2');
    await stop?.();
    expect(await valuesOf({}, 'a text')).toHaveLength(1);
  });
});

describe('extra error data', () => {
  const contextsOf = async (options: Parameters<typeof extraErrorDataIntegration>[0], error: unknown, details?: Parameters<typeof captureException>[1]) => {
    const { events } = start({ integrations: [extraErrorDataIntegration(options)] });
    captureException(error, details);
    return (await events())[0]?.contexts ?? {};
  };
  const named = (name: string): Error => Object.assign(new Error('boom'), { name, order: { id: 7 } });

  it('keeps objects and lists, what toJSON answers, and a cause that is no error, in the context that has the name of the error', async () => {
    const error = Object.assign(new TypeError('boom', { cause: 'a text' }), { status: 500, body: { password: 'hunter2', list: [1, { deep: { deeper: true } }] }, toJSON: () => ({ told: 'by itself', message: 'not again' }) });
    expect((await contextsOf({ depth: 2 }, error))['TypeError']).toEqual({ status: 500, told: 'by itself', cause: 'a text', body: { password: '[Filtered]', list: [1, '[Object]'] } });
    await stop?.();
    const second = Object.assign(new Error('boom', { cause: 'a text' }), { body: { password: 'hunter2' } });
    const contexts = await contextsOf({ captureErrorCause: false }, second);
    expect(contexts['Error']).toHaveProperty('body');
    expect(contexts['Error']).not.toHaveProperty('cause');
    expect(JSON.stringify(contexts)).not.toContain('hunter2');
  });

  it.each(['DatabaseError', 'Invariant Violation', 'AWS.Throttled', 'myError'])('an error may be called %s', async (name) => {
    expect(await contextsOf({}, named(name))).toMatchObject({ [name]: { order: { id: 7 } } });
  });

  it.each(['os', 'app', 'trace', 'runtime', 'flags', 'audit', '__proto__', 'constructor', 'password=hunter2', 'E'.repeat(1000)])('what may be the name of another context, or no name at all, is not taken: %s', async (name) => {
    const contexts = await contextsOf({}, named(name));
    expect(contexts['thrown']).toMatchObject({ order: { id: 7 } });
    expect(contexts['trace']).toEqual({ trace_id: expect.any(String), span_id: expect.any(String) });
    expect(Object.keys(contexts).sort((one, other) => one.localeCompare(other))).toEqual(['thrown', 'trace']);
    expect(JSON.stringify(contexts)).not.toContain('hunter2');
  });

  it('an error without a name has that of its class, and what the app says in that context counts more', async () => {
    class PaymentFailed extends Error {
      override name = '';
      basket = { weight: 3 };
    }
    expect(await contextsOf({}, new PaymentFailed('boom'), { contexts: { PaymentFailed: { by: 'the app' } } })).toMatchObject({ PaymentFailed: { basket: { weight: 3 }, by: 'the app' } });
  });

  it('is unharmed by what throws or has no end, and adds nothing where there is nothing', async () => {
    const hostile = Object.defineProperty(new Error('boom'), 'bad', { enumerable: true, get: () => { throw new Error('no'); } });
    expect((await contextsOf({}, Object.assign(hostile, { good: { a: 1 }, toJSON: () => { throw new Error('no'); } })))['Error']).toMatchObject({ good: { a: 1 } });
    await stop?.();
    const ring: Record<string, unknown> = {};
    ring['ring'] = ring;
    for (const depth of [Number.NaN, Infinity, 1e9]) {
      expect((await contextsOf({ depth }, Object.assign(new Error('boom'), { ring })))['Error']).toHaveProperty('ring');
      await stop?.();
    }
    const row = Array.from({ length: 1000 }, (_, index) => ({ index }));
    expect((await contextsOf({ depth: 9 }, Object.assign(new Error('boom'), { rows: row.map(() => row) })))['Error']).toHaveProperty('rows');
    await stop?.();
    expect(await contextsOf({}, new Error('plain'))).not.toHaveProperty('Error');
  });

  it('without it plain values are kept, as many as anybody reads', async () => {
    const { events } = start();
    captureException(Object.assign(new Error('boom'), { errno: -2, syscall: 'open', request: { headers: {} }, ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`fact${index}`, index])) }));
    const [event] = await events();
    expect(event?.contexts?.['thrown']).toMatchObject({ errno: -2, syscall: 'open' });
    expect(event?.contexts?.['thrown']).not.toHaveProperty('request');
    expect(Object.keys(event?.contexts?.['thrown'] ?? {})).toHaveLength(20);
  });
});

describe('rewrite frames', () => {
  const frames = [{ filename: '/srv/app/dist/a.js', abs_path: '/srv/app/dist/a.js', lineno: 1 }, { filename: 'C:\\app\\b.js' }, { filename: 'node:fs' }, { filename: 'file:///srv/app/c.mjs', abs_path: 'file:///srv/app/c.mjs' }, { filename: '/elsewhere/d.js' }];
  const image = { type: 'sourcemap' as const, code_file: '/srv/app/dist/a.js', debug_id: '11111111-2222-3333-4444-555555555555' };
  const rewritten = async (options: Parameters<typeof rewriteFramesIntegration>[0]) => {
    const { events } = start({ integrations: [rewriteFramesIntegration(options)] });
    captureEvent({ exception: { values: [{ type: 'Error', value: 'boom', stacktrace: { frames } }, { type: 'Error', value: 'no stack' }] }, debug_meta: { images: [image] } });
    captureMessage('no exception');
    const [event] = await events();
    return { names: event?.exception?.values[0]?.stacktrace?.frames.map(({ filename, abs_path }) => abs_path ?? filename), image: event?.debug_meta?.images[0] };
  };

  it.each([
    { options: {}, names: ['app:///a.js', 'app:///b.js', 'node:fs', 'app:///c.mjs', 'app:///d.js'] },
    { options: { root: '/srv/app' }, names: ['app:///dist/a.js', 'C:\\app\\b.js', 'node:fs', 'app:///c.mjs', '/elsewhere/d.js'] },
    { options: { root: 'C:\\app\\', prefix: '~/' }, names: ['/srv/app/dist/a.js', '~/b.js', 'node:fs', 'file:///srv/app/c.mjs', '/elsewhere/d.js'] },
    { options: { iteratee: (frame: object) => ({ ...frame, filename: 'x', abs_path: 'x' }) }, names: ['x', 'x', 'x', 'x', 'x'] },
  ])('names files anew, and the files of debug ids alike: $options', async ({ options, names }) => {
    const told = await rewritten(options);
    expect(told.names).toEqual(names);
    expect(told.image).toEqual({ ...image, code_file: names[0] });
  });
});
