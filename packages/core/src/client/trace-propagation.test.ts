import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime } from '@tocsin/kit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { adoptTrace, continueTrace, getTraceData } from './trace';
import { getTraceMetaTags } from './trace-meta-tags';
import { tracePropagationFor } from './trace-propagation';

const TRACE = 'abcdef0123456789abcdef0123456789';
const SPAN = '0123456789abcdef';
const caller = { sentryTrace: `${TRACE}-${SPAN}-1`, baggage: 'vendor=secret,sentry-release=theirs' };
const url = 'https://api.example/orders';
let runtime: FakeRuntime;

const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('a request that leaves', () => {
  it('carries the trace in force, with the caller\'s decision and facts, and nothing else of the caller\'s', () => {
    start();
    const headers = continueTrace(caller, () => tracePropagationFor({ url }));
    expect(headers).toEqual({ 'sentry-trace': expect.stringMatching(new RegExp(`^${TRACE}-[\\da-f]{16}-1$`)), baggage: 'sentry-release=theirs' });
    expect(headers['sentry-trace']?.split('-')[1]).not.toBe(SPAN);
  });

  it('keeps the entries that the app put into its baggage, in front of ours', () => {
    start();
    expect(continueTrace(caller, () => tracePropagationFor({ url, headers: { baggage: 'mine=1, sentry-release=old' } })).baggage).toBe('mine=1,sentry-release=theirs');
  });

  it('is left alone when the app gave it a trace itself', () => {
    start({ propagateTraceparent: true });
    expect(tracePropagationFor({ url, headers: { sentryTrace: `${TRACE}-${SPAN}`, baggage: 'mine=1' } })).toEqual({});
  });

  it('gets a traceparent where that is wanted, and the app has set none', () => {
    start({ propagateTraceparent: true });
    expect(tracePropagationFor({ url }).traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    expect(tracePropagationFor({ url, headers: { traceparent: `00-${TRACE}-${SPAN}-01` } })).toEqual({ 'sentry-trace': expect.any(String), baggage: expect.any(String) });
  });

  it('carries nothing to the DSN\'s host, nor where the targets do not say so, nor without a client', async () => {
    expect(tracePropagationFor({ url })).toEqual({});
    start({ tracePropagationTargets: ['api.example', 'errors.example'] });
    expect(tracePropagationFor({ url })).not.toEqual({});
    expect(tracePropagationFor({ url: 'https://other.example/' })).toEqual({});
    expect(tracePropagationFor({ url: 'https://errors.example/api/7/envelope/' })).toEqual({});
    start({ enabled: false });
    expect(tracePropagationFor({ url })).toEqual({});
  });

  it('takes targets that are no list for none given, and says so', () => {
    start({ tracePropagationTargets: 'api.example' as never });
    expect(tracePropagationFor({ url: 'https://other.example/' })).not.toEqual({});
    expect(runtime.reported).toContainEqual({ code: 'T1003', detail: 'tracePropagationTargets' });
  });

  it('carries facts that cannot be encoded no further, and the others all the same', () => {
    start({ release: 'half of a pair: \ud800' });
    expect(tracePropagationFor({ url }).baggage).toMatch(/^sentry-trace_id=[\da-f]{32},sentry-public_key=[\da-f]{32},sentry-environment=production$/);
  });

  it('takes headers that cannot be read for absent ones', () => {
    start();
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    expect(continueTrace({ sentryTrace: caller.sentryTrace, baggage: proxy }, () => tracePropagationFor({ url, headers: { baggage: proxy } }))).toEqual({ 'sentry-trace': expect.stringContaining(TRACE) });
    expect(runtime.reported).toEqual([]);
  });

  it('never makes the app throw, whatever it hands in', () => {
    start({ tracePropagationTargets: ['(', 7 as never, /x/] });
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withObjectString: true }), fc.anything({ withNullPrototype: true }), (request, headers) => {
        expect(() => tracePropagationFor(request as never)).not.toThrow();
        expect(() => tracePropagationFor({ url, headers: headers as never })).not.toThrow();
        expect(continueTrace(headers as never, () => getTraceData()['sentry-trace'])).toMatch(/^[\da-f]{32}-/);
        expect(continueTrace({ sentryTrace: request, baggage: headers, traceparent: headers } as never, () => getTraceData()['sentry-trace'])).toMatch(/^[\da-f]{32}-/);
      }),
    );
  });
});

describe('a process that is started within a trace', () => {
  it('belongs to it, outside of every piece of work that has its own', () => {
    start();
    adoptTrace(caller);
    expect(getTraceData()).toEqual({ 'sentry-trace': expect.stringContaining(`${TRACE}-`), baggage: 'sentry-release=theirs' });
    continueTrace({}, () => expect(getTraceData()['sentry-trace']).not.toContain(TRACE));
    expect(getTraceData()['sentry-trace']).toContain(TRACE);
  });

  it('begins one of its own when that is another organisation\'s, or unreadable', () => {
    start({ orgId: 1 });
    adoptTrace({ ...caller, baggage: 'sentry-org_id=2' });
    expect(getTraceData()['sentry-trace']).not.toContain(TRACE);
    adoptTrace({ sentryTrace: 'nonsense' });
    expect(getTraceData()['sentry-trace']).toMatch(/^[\da-f]{32}-[\da-f]{16}$/);
  });

  it('is nothing before init', () => {
    expect(() => adoptTrace(caller)).not.toThrow();
    expect(getTraceData()).toEqual({});
  });
});

describe('meta tags', () => {
  it('carry the trace in a page that a server renders', () => {
    start({ release: 'a"b<c>&\'d' });
    const { 'sentry-trace': trace = '', baggage = '' } = getTraceData();
    expect(baggage).toContain("'d");
    expect(getTraceMetaTags()).toBe(`<meta name="sentry-trace" content="${trace}"/>\n<meta name="baggage" content="${baggage.replace("'", '&#39;')}"/>`);
    expect(getTraceMetaTags()).not.toMatch(/content="[^"]*[<>'][^"]*"/);
  });

  it('are none before init', () => {
    expect(getTraceMetaTags()).toBe('');
  });
});
