import { captureMessage, getIsolationScope, setTag } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { barelyPromise, fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAsyncScopeStore } from '../scope-store';
import type { WrapperOptions } from './lambda';
import { wrapHandler } from './lambda';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

let runtime: ReturnType<typeof fakeRuntime>;
let close: () => Promise<unknown>;
beforeEach(() => {
  runtime = fakeRuntime({ scopes: createAsyncScopeStore() });
  const client = initClient({ dsn: 'https://k@example.com/1', defaultIntegrations: false }, runtime);
  close = () => client.close(0);
});
afterEach(async () => {
  vi.useRealTimers();
  runtime.server.release();
  await close();
});

const contextOf = (left = 3000) => ({ getRemainingTimeInMillis: () => left, awsRequestId: 'r-1', functionName: 'orders', functionVersion: '7', invokedFunctionArn: 'arn:aws:lambda:orders', logGroupName: '/aws/lambda/orders', logStreamName: '2026/[7]' });
const context = contextOf();
const failure = new Error('no stock');
const values = (): (string | undefined)[] => runtime.server.events().map(({ exception, logentry, message }) => exception?.values[0]?.value ?? logentry?.message ?? message);

describe('a handler that answers by a promise', () => {
  it('answers the same, and rejects with the very same error, once that has arrived', async () => {
    const handler = wrapHandler(async (event: { readonly id?: string }, _context: object) => {
      if (event.id === undefined) throw failure;
      return { ok: event.id };
    });
    expect(await handler({ id: '1' }, context)).toEqual({ ok: '1' });
    expect(runtime.server.events()).toEqual([]);
    await expect(handler({}, context)).rejects.toBe(failure);
    expect(values()).toEqual(['no stock']);
    const [event] = runtime.server.events();
    expect(event).toMatchObject({
      transaction: 'orders',
      exception: { values: [{ mechanism: { type: 'auto.function.aws_lambda', handled: false } }] },
      contexts: {
        'aws.lambda': { aws_request_id: 'r-1', function_name: 'orders', function_version: '7', invoked_function_arn: 'arn:aws:lambda:orders' },
        'aws.cloudwatch.logs': { log_group: '/aws/lambda/orders', log_stream: '2026/[7]' },
      },
    });
  });

  it('may answer by what is barely one', async () => {
    expect(await wrapHandler((_event: object, _context: object) => barelyPromise<string>((take) => void take('fine')))({}, context)).toBe('fine');
  });

  it('has what it captured delivered before it ends', async () => {
    runtime.server.hold = true;
    let isOver = false;
    const running = wrapHandler(async (_event: object, _context: object) => void captureMessage('slow disk'))({}, context).then(() => (isOver = true));
    await new Promise((resolve) => void setImmediate(resolve));
    expect(isOver).toBe(false);
    runtime.server.release();
    await running;
    expect(values()).toEqual(['slow disk']);
  });

  it.each([[[{}]], [[{}, {}]], [[{}, { getRemainingTimeInMillis: () => undefined }]]])('waits for two seconds, when nobody says how much time is left: %#', async (args) => {
    runtime.server.hold = true;
    let isOver = false;
    const running = wrapHandler(async (..._given: unknown[]) => void captureMessage('slow disk'))(...args).then(() => (isOver = true));
    await runtime.advance(1900);
    expect(isOver).toBe(false);
    await runtime.advance(200);
    expect(isOver).toBe(true);
    await running;
  });

  it('has scopes of its own, in the trace of its caller', async () => {
    const outer = getIsolationScope();
    const seen: unknown[] = [];
    const handler = wrapHandler(async (_event: object, _context: object) => {
      seen.push(getIsolationScope() === outer, getIsolationScope().getScopeData().tags['of']);
      setTag('of', 'this one');
      await Promise.resolve();
      captureMessage('traced');
    });
    const event = { headers: { 'Sentry-Trace': `${'a'.repeat(32)}-${'b'.repeat(16)}-1` } };
    await handler(event, context);
    await handler(event, context);
    expect(seen).toEqual([false, undefined, false, undefined]);
    expect(runtime.server.events()[0]?.contexts?.['trace']).toMatchObject({ trace_id: 'a'.repeat(32), parent_span_id: 'b'.repeat(16) });
  });

  it('captures what settled badly, when it is asked to', async () => {
    const answer = [{ status: 'fulfilled', value: 1 }, { status: 'rejected', reason: failure }, null];
    const handler = async (_event: object, _context: object) => answer;
    await wrapHandler(handler)({}, context);
    expect(values()).toEqual([]);
    expect(await wrapHandler(handler, { captureAllSettledReasons: true })({}, context)).toBe(answer);
    expect(values()).toEqual(['no stock']);
  });
});

describe('a handler that throws at once', () => {
  it('rejects with the very same error', async () => {
    const handler = wrapHandler((_event: object, _context: object): unknown => {
      throw failure;
    });
    await expect(handler({}, context)).rejects.toBe(failure);
    expect(values()).toEqual(['no stock']);
  });
});

describe('a handler that answers by a callback', () => {
  type Callback = (error: unknown, result?: unknown) => void;
  const call = (handler: (event: object, context: object, callback: Callback) => unknown) => new Promise((resolve) => void handler({}, context, (...answer) => resolve(answer)));

  it('answers the same, and fails the same, once that has arrived', async () => {
    expect(await call(wrapHandler((_event, _context, callback: Callback) => callback(null, 'ok')))).toEqual([null, 'ok']);
    expect(await call(wrapHandler((_event, _context, callback: Callback) => void setTimeout(() => callback(failure), 1)))).toEqual([failure]);
    expect(values()).toEqual(['no stock']);
  });

  it('still looks like one, and others do not', () => {
    expect(wrapHandler((_event: object, _context: object, _callback: Callback) => undefined)).toHaveLength(3);
    expect(wrapHandler(async (_event: object) => undefined)).toHaveLength(1);
  });
});

describe('a handler that answers on a stream', () => {
  it('is still marked as one, gets the stream, and fails the same', async () => {
    const marked = Object.assign(
      async (event: object, stream: { readonly write: (text: string) => void }, _context: object) => {
        stream.write('first');
        if ('bad' in event) throw failure;
      },
      { [STREAMING]: 'response' },
    );
    const handler = wrapHandler(marked);
    expect(handler[STREAMING]).toBe('response');
    const written: string[] = [];
    const stream = { write: (text: string) => void written.push(text) };
    await handler({}, stream, context);
    await expect(handler({ bad: true }, stream, context)).rejects.toBe(failure);
    expect(written).toEqual(['first', 'first']);
    expect(values()).toEqual(['no stock']);
  });
});

describe('shortly before the time limit', () => {
  const never = async (_event: object, _context: object): Promise<void> => new Promise(() => undefined);
  const advance = async (milliseconds: number): Promise<void> => void (await vi.advanceTimersByTimeAsync(milliseconds));
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

  it.each([
    { left: 3000, options: {}, at: 2500 },
    { left: 3000, options: { timeoutWarningLimit: 1000 }, at: 2000 },
    { left: 400, options: {}, at: 200 },
  ])('a warning is captured: $left ms left, $options', async ({ left, options, at }) => {
    void wrapHandler(never, options)({}, contextOf(left));
    await advance(at - 1);
    expect(values()).toEqual([]);
    await advance(1);
    expect(values()).toEqual(['orders is about to run into its time limit']);
    expect(runtime.server.events()[0]).toMatchObject({ level: 'warning', tags: { timeout: `${left} ms` }, transaction: 'orders', contexts: { 'aws.lambda': { aws_request_id: 'r-1' } } });
  });

  it('none is, when it ended before, or nobody wants it', async () => {
    await wrapHandler(async (_event: object, _context: object) => undefined)({}, context);
    wrapHandler((_event: object, _context: object) => 'at once')({}, context);
    void wrapHandler(never, { captureTimeoutWarning: false })({}, context);
    await advance(10_000);
    expect(values()).toEqual([]);
  });
});

describe('whatever it is called with', () => {
  it.each([[[]], [[null]], [[{ headers: null }, null]], [[{ get headers() { throw new Error('unreadable'); } }, {}]], [[1, 2, 3]], [[{}, { getRemainingTimeInMillis: () => { throw new Error('no time'); } }]]])('the handler runs: %#', async (args) => {
    const seen: unknown[] = [];
    const handler = wrapHandler(async (...given: unknown[]) => void seen.push(...given));
    await handler(...args);
    expect(seen).toEqual(args);
  });

  it('runs without a client as well', async () => {
    await close();
    await expect(wrapHandler(async (_event: object) => Promise.reject(failure))({})).rejects.toBe(failure);
  });
});

describe('options of wrapHandler', () => {
  it('that nobody reads, or that are none, are said with the first call', async () => {
    const wrapped = wrapHandler(() => Promise.resolve(7), { flushTimeOut: 5, captureTimeoutWarning: 'no' } as unknown as WrapperOptions);
    await wrapped();
    await wrapped();
    expect(runtime.reported.map(({ detail }) => detail)).toEqual(['flushTimeOut of wrapHandler is not known (was flushTimeout meant?); it is ignored', 'captureTimeoutWarning of wrapHandler must be true or false']);
  });
});
