import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Diagnostic } from '@tocsin/core';
import type { Destination } from '@tocsin/core/platform';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPostSync } from './post-sync';
import { routeTo } from './route';

/**
 * This thread stands still while it posts, so the server needs one of its own. It answers with the
 * status that the body names (`hang` never) and keeps what it got.
 */
const SERVER = `
const { parentPort } = require('node:worker_threads');
const got = [];
const server = require('node:http').createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk) => (body += chunk)).on('end', () => {
    got.push({ body, headers: request.headers, url: request.url, port: request.socket.remotePort });
    if (body.startsWith('hang')) return;
    if (body.startsWith('reset')) return request.socket.destroy();
    response.writeHead(Number.parseInt(body)).end();
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
parentPort.on('message', () => parentPort.postMessage(got));
`;

interface Got {
  readonly body: string;
  readonly url: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const undo of undoing.splice(0)) await undo();
});

const start = async (budget = 5000) => {
  const server = new Worker(SERVER, { eval: true });
  undoing.push(() => server.terminate());
  const next = <T>() => new Promise<T>((resolve) => server.once('message', resolve));
  const destination: Destination = { dsn: { scheme: 'http', publicKey: 'k', host: '127.0.0.1', port: await next<number>(), path: '', projectId: '7' }, client: 'tocsin.test/1' };
  const reported: Diagnostic[] = [];
  const post = createPostSync({ route: routeTo(destination), budget: () => budget, report: (diagnostic) => reported.push(diagnostic) });
  const got = (): Promise<readonly Got[]> => {
    const answer = next<readonly Got[]>();
    server.postMessage('what did you get?', []);
    return answer;
  };
  return { post, got, reported, destination };
};

const statuses = (answers: ReturnType<ReturnType<typeof createPostSync>>) => answers.map((answer) => answer?.status);

describe('createPostSync', () => {
  it('answers for each body, at its place', async () => {
    const { post, got } = await start();
    expect(statuses(post(['200 a', '413 b', new TextEncoder().encode('503 c')]))).toEqual([200, 413, 503]);
    const arrived = await got();
    expect(arrived.map(({ body }) => body).toSorted()).toEqual(['200 a', '413 b', '503 c']);
    expect(arrived[0]).toMatchObject({
      url: '/api/7/envelope/',
      headers: { 'content-type': 'application/x-sentry-envelope', 'user-agent': 'tocsin.test/1', 'x-sentry-auth': expect.stringContaining('sentry_key=k') },
    });
  });

  it('brings the beginning of a job before its end, also where it gets no answer, and waits with nothing else', async () => {
    const { post, got } = await start();
    const checkIn = (status: string, id: string, says: string): string => `${status}\n{"type":"check_in"}\n{"check_in_id":"${id}","status":"${says}"}`;
    expect(statuses(post([checkIn('200', 'a', 'in_progress'), checkIn('reset', 'b', 'in_progress'), '200 event', checkIn('200', 'a', 'error'), checkIn('202', 'b', 'ok'), checkIn('200', 'a', 'late')]))).toEqual([200, undefined, 200, 200, 202, 200]);
    const arrived = (await got()).map(({ body }) => body.split('\n').at(-1));
    const of = (id: string) => arrived.filter((body) => body?.includes(`"check_in_id":"${id}"`)).map((body) => JSON.parse(body ?? '').status);
    expect([of('a'), of('b')]).toEqual([['in_progress', 'error', 'late'], ['in_progress', 'ok']]);
    expect(arrived.indexOf('200 event')).toBeLessThan(3);
  });

  it('has no answer where a redirect came: nobody has taken it', async () => {
    const { post } = await start();
    expect(statuses(post(['302 a', '200 b', '308 c']))).toEqual([undefined, 200, undefined]);
  });

  it('waits for nothing in a folder that is gone: no thread can start there', async () => {
    const { post, reported } = await start();
    const here = process.cwd();
    process.chdir(mkdtempSync(join(tmpdir(), 'tocsin-gone-')));
    undoing.push(() => process.chdir(here));
    rmdirSync(process.cwd());
    const before = performance.now();
    expect(statuses(post(['200 a']))).toEqual([]);
    expect(performance.now() - before).toBeLessThan(500);
    expect(reported).toMatchObject([{ code: 'T3005', cause: { code: 'ENOENT' } }]);
  });

  it('sends the newest first: it says why', async () => {
    const { post, got } = await start(60_000);
    const bodies = Array.from({ length: 500 }, (_, index) => `200 ${index}`);
    expect(statuses(post(bodies))).toEqual(bodies.map(() => 200));
    const order = (await got()).map(({ body }) => Number(body.slice(4)));
    expect(order).toHaveLength(500);
    // A few requests run at a time, so the order is not exact.
    expect(Math.min(...order.slice(0, 8))).toBeGreaterThan(480);
  });

  it('opens eight connections at most: a death may have thousands to send, and few file descriptors', async () => {
    const { post, got } = await start();
    expect(statuses(post(Array.from({ length: 50 }, () => '200')))).toEqual(Array.from({ length: 50 }, () => 200));
    expect(new Set((await got()).map(({ port }) => port)).size).toBeLessThanOrEqual(8);
  });

  it('goes on when one request fails', async () => {
    const { post } = await start();
    expect(statuses(post(['200 a', 'reset', '200 b']))).toEqual([200, undefined, 200]);
  });

  it('stands still no longer than it may, and keeps the answers that came', async () => {
    const { post } = await start(2000);
    const before = performance.now();
    expect(statuses(post(['hang', '200 a']))).toEqual([undefined, 200]);
    expect(performance.now() - before).toBeGreaterThanOrEqual(1990);
  });

  it('does nothing when there is no time left', async () => {
    const { post, got } = await start(0);
    expect(post(['200 a'])).toEqual([]);
    expect(await got()).toEqual([]);
  });

  it('comes to an end when a test has stopped the clock', async () => {
    const { post } = await start(200);
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    expect(statuses(post(['hang']))).toEqual([undefined]);
  });

  it('is at its end at once when the server refuses the connection', async () => {
    const { destination } = await start();
    const nobody: Destination = { ...destination, dsn: { ...destination.dsn, port: 9 } };
    expect(statuses(createPostSync({ route: routeTo(nobody), budget: () => 60_000, report: () => undefined })(['200 a', '200 b']))).toEqual([undefined, undefined]);
  });

  it('is at its end at once when no request can be made', async () => {
    const { destination } = await start();
    const malformed: Destination = { ...destination, client: 'line\nbreak' };
    expect(statuses(createPostSync({ route: routeTo(malformed), budget: () => 60_000, report: () => undefined })(['200 a']))).toEqual([undefined]);
  });
});
