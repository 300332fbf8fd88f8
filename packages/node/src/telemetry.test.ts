import { gunzipSync } from 'node:zlib';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeEnvelope } from '@tocsin/core/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { captureCheckIn, captureFeedback, captureSession, close, endSession, init, logger, startSession, stats, withMonitor } from './index';

interface Arrived {
  readonly header: Readonly<Record<string, unknown>>;
  readonly items: readonly { readonly header: Readonly<Record<string, unknown>>; readonly length: number; readonly payload: Readonly<Record<string, unknown>> }[];
}

let arrived: Arrived[];
let stop: () => Promise<void>;
let dsn: string;

/** What a server reads: the whole envelope, with what each item says of itself and what it is. */
const read = (body: Uint8Array): Arrived => {
  const decoded = decodeEnvelope(body);
  if (!decoded.ok) throw new Error(decoded.problem.detail);
  const { header, items } = decoded.envelope;
  return { header: { ...header }, items: items.map((item) => ({ header: { ...item.header }, length: item.payload.length, payload: JSON.parse(new TextDecoder().decode(item.payload)) })) };
};

beforeEach(async () => {
  arrived = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      arrived.push(read(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dsn = `http://0123456789abcdef0123456789abcdef@127.0.0.1:${(server.address() as AddressInfo).port}/1`;
  stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});

afterEach(async () => {
  await close();
  await stop();
});

it('every kind of telemetry arrives as the protocol wants it, over HTTP', async () => {
  init({ dsn, release: 'shop@1', defaultIntegrations: false });
  startSession();
  captureSession();
  for (let n = 0; n < 130; n++) logger.info(logger.fmt`order ${n} placed — ünïcode`, { total: 12.5 });
  captureCheckIn({ monitorSlug: 'nightly', status: 'ok' }, { schedule: { type: 'crontab', value: '0 3 * * *' } });
  await withMonitor('hourly', async () => undefined);
  const feedbackId = captureFeedback({ message: 'Nice — thänks', email: 'carl@example.com' });
  endSession();
  await close();

  // One kind in each envelope; every item says how long it is, and containers how many they hold.
  const types = arrived.map(({ items }) => items.map(({ header }) => header['type']));
  expect(types.every((kinds) => kinds.length === 1)).toBe(true);
  const items = arrived.flatMap((envelope) => envelope.items.map((item) => ({ ...item, envelope: envelope.header })));
  // Four requests run at a time, so the order of arrival says nothing.
  const of = (type: string) => items.filter(({ header }) => header['type'] === type).sort((a, b) => a.length - b.length);
  expect(items.every(({ header, length }) => header['length'] === length)).toBe(true);
  expect(arrived.every(({ header }) => typeof header['sent_at'] === 'string')).toBe(true);

  expect(of('log').map(({ header, payload }) => [header['item_count'], (payload['items'] as unknown[]).length, header['content_type']])).toEqual([
    [30, 30, 'application/vnd.sentry.items.log+json'],
    [100, 100, 'application/vnd.sentry.items.log+json'],
  ]);
  expect(of('check_in').map(({ payload }) => `${payload['monitor_slug']} ${payload['status']}`).toSorted()).toEqual(['hourly in_progress', 'hourly ok', 'nightly ok']);
  expect(of('feedback').map(({ envelope, payload }) => [envelope['event_id'], payload['event_id']])).toEqual([[feedbackId, feedbackId]]);
  expect(of('session').map(({ payload }) => `${payload['seq']} ${payload['init']} ${payload['status']}`).toSorted()).toEqual(['0 true ok', '1 false exited']);
  expect(stats()).toEqual({});
});
