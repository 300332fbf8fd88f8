import { captureMessage, getTraceData } from '@tocsin/node';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, requestHandler } from './index';

const TRACE = '0123456789abcdef0123456789abcdef';
const SPAN = 'fedcba9876543210';

describe.each(versions)('$name: the trace of a request', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  const open = async (): Promise<void> => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.use(express.json());
      app.post('/', (_request, response) => {
        captureMessage('served');
        response.json(getTraceData());
      });
      app.get('/', () => {
        throw new Error('failed');
      });
      app.use(errorHandler());
    });
  };
  const post = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(shop.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ long: 'x'.repeat(90_000) }) });
  const traces = async () => (await shop.events()).map(({ contexts }) => contexts?.['trace']);

  it('is its caller\'s, on messages, errors and what is handed on', async () => {
    await open();
    const answer: unknown = await (await post({ 'sentry-trace': `${TRACE}-${SPAN}-1`, baggage: `sentry-trace_id=${TRACE}` })).json();
    await shop.get('/', { 'sentry-trace': `${TRACE}-${SPAN}-1` });
    expect(answer).toMatchObject({ 'sentry-trace': expect.stringContaining(TRACE), baggage: expect.stringContaining(TRACE) });
    expect(await traces()).toMatchObject([
      { trace_id: TRACE, parent_span_id: SPAN },
      { trace_id: TRACE, parent_span_id: SPAN },
    ]);
  });

  it('is continued from the W3C header as well', async () => {
    await open();
    await post({ traceparent: `00-${TRACE}-${SPAN}-01` });
    expect(await traces()).toMatchObject([{ trace_id: TRACE, parent_span_id: SPAN }]);
  });

  it('is its own where no caller names one, or names it badly', async () => {
    await open();
    for (const headers of [{}, {}, { 'sentry-trace': 'nonsense' }]) await post(headers);
    const ids = (await traces()).map((trace) => trace?.['trace_id']);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{32}$/);
  });
});
