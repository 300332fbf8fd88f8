import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureException } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { withIsolationScope } from './scopes';
import { continueTrace, getTraceData } from './trace';

const TRACE = 'abcdef0123456789abcdef0123456789';
const SPAN = '0123456789abcdef';
let runtime: FakeRuntime;

const start = (options: ClientOptions = {}, host = 'errors.example') => initClient({ dsn: `https://0123456789abcdef0123456789abcdef@${host}/7`, release: 'r@1', ...options }, runtime);
const sent = async () => {
  await settle();
  return runtime.server.received.map(({ header, event }) => ({ header, trace: event?.contexts?.['trace'] }));
};

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('a trace that begins here', () => {
  it('is one for the whole isolation scope, another one for the next, and on every event', async () => {
    start();
    captureException(new Error('a'));
    captureException(new Error('b'));
    withIsolationScope(() => captureException(new Error('c')));
    const [a, b, c] = await sent();
    expect(a?.trace).toMatchObject({ trace_id: expect.stringMatching(/^[\da-f]{32}$/), span_id: expect.stringMatching(/^[\da-f]{16}$/) });
    expect(b?.trace).toEqual(a?.trace);
    expect(c?.trace?.['trace_id']).not.toBe(a?.trace?.['trace_id']);
    expect(a?.header['trace']).toEqual({ trace_id: a?.trace?.['trace_id'], public_key: '0123456789abcdef0123456789abcdef', release: 'r@1', environment: 'production' });
  });

  it('is handed on without a decision', async () => {
    start({ propagateTraceparent: true });
    captureException(new Error('a'));
    const [a] = await sent();
    const { trace_id: traceId, span_id: spanId } = a?.trace ?? {};
    expect(getTraceData('vendor=1, sentry-trace_id=old')).toEqual({
      'sentry-trace': `${traceId}-${spanId}`,
      baggage: `vendor=1,sentry-trace_id=${traceId},sentry-public_key=0123456789abcdef0123456789abcdef,sentry-release=r%401,sentry-environment=production`,
      traceparent: `00-${traceId}-${spanId}-00`,
    });
  });

  it('is nothing before init', () => {
    const headers: Record<string, string> = getTraceData(); // as `fetch` takes them
    expect(headers).toEqual({});
    expect(continueTrace({ sentryTrace: `${TRACE}-${SPAN}-1` }, () => 7)).toBe(7);
  });
});

describe('a caller\'s trace', () => {
  it('is continued with a span of our own, its decision and its facts handed on as they are', async () => {
    start();
    const outgoing = continueTrace({ sentryTrace: ` ${TRACE.toUpperCase()}-${SPAN}-0 `, baggage: 'other=x, sentry-release=theirs%401,sentry-sampled=false' }, () => {
      captureException(new Error('a'));
      return getTraceData();
    });
    const [a] = await sent();
    expect(a?.trace).toMatchObject({ trace_id: TRACE, parent_span_id: SPAN });
    expect(a?.header['trace']).toEqual({ release: 'theirs@1', sampled: 'false' });
    expect(outgoing).toEqual({ 'sentry-trace': `${TRACE}-${a?.trace?.['span_id']}-0`, baggage: 'sentry-release=theirs%401,sentry-sampled=false' });
  });

  it('ends with the block', async () => {
    start();
    continueTrace({ sentryTrace: `${TRACE}-${SPAN}` }, () => captureException(new Error('a')));
    captureException(new Error('b'));
    const [a, b] = await sent();
    expect(a?.trace?.['trace_id']).toBe(TRACE);
    expect(b?.trace?.['trace_id']).not.toBe(TRACE);
  });

  it('without facts keeps an empty set of them: none are invented', async () => {
    start();
    continueTrace({ sentryTrace: `${TRACE}-${SPAN}-1`, baggage: 'vendor=1' }, () => {
      captureException(new Error('a'));
      expect(getTraceData()).toEqual({ 'sentry-trace': expect.stringMatching(/-1$/) });
    });
    expect((await sent())[0]?.header['trace']).toEqual({});
  });

  it.each([undefined, '', 'nonsense', `${TRACE.slice(1)}-${SPAN}`, `${'0'.repeat(32)}-${SPAN}`, `${TRACE}-${SPAN}-2`])('%j is no trace: a new one begins', async (sentryTrace) => {
    start();
    continueTrace({ sentryTrace }, () => captureException(new Error('a')));
    const [a] = await sent();
    expect(a?.trace?.['trace_id']).not.toBe(TRACE);
    expect(a?.trace).not.toHaveProperty('parent_span_id');
  });

  it('is taken from traceparent where sentry-trace is missing, and from sentry-trace where both are there', async () => {
    start();
    const other = 'f'.repeat(32);
    continueTrace({ traceparent: `00-${TRACE}-${SPAN}-01` }, () => {
      captureException(new Error('a'));
      expect(getTraceData()['sentry-trace']).toMatch(new RegExp(`^${TRACE}-[\\da-f]{16}-1$`));
    });
    continueTrace({ traceparent: `00-${TRACE}-${SPAN}-00`, sentryTrace: `${other}-${SPAN}` }, () => captureException(new Error('b')));
    expect((await sent()).map(({ trace }) => trace?.['trace_id'])).toEqual([TRACE, other]);
  });
});

describe('strict continuation', () => {
  const cases = [
    ['1', '1', true, true],
    [undefined, '1', true, false],
    ['1', undefined, true, false],
    [undefined, undefined, true, true],
    ['2', '1', false, false],
  ] as const;

  it.each(cases)('theirs %s, ours %s: lenient continues %s, strict %s', (theirs, ours, lenient, strict) => {
    for (const [strictTraceContinuation, expected] of [[false, lenient], [true, strict]] as const) {
      start({ strictTraceContinuation, orgId: ours });
      const headers = { sentryTrace: `${TRACE}-${SPAN}`, baggage: theirs && `sentry-org_id=${theirs}` };
      expect(continueTrace(headers, () => getTraceData()['sentry-trace']?.startsWith(TRACE))).toBe(expected);
    }
  });

  it('reads our organisation from Sentry\'s own hosts', () => {
    start({}, 'o42.ingest.example');
    expect(getTraceData().baggage).toContain('sentry-org_id=42');
    expect(continueTrace({ sentryTrace: `${TRACE}-${SPAN}`, baggage: 'sentry-org_id=43' }, () => getTraceData()['sentry-trace'])).not.toContain(TRACE);
  });
});
