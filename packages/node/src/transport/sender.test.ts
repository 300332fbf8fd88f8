import { Agent, createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createTcpServer } from 'node:net';
import type { Destination } from '@tocsin/core/platform';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import type { Health } from './health';
import { routeTo } from './route';
import { createSender, GZIP_THRESHOLD } from './sender';

const destination = (host = 'errors.example', port?: number): Destination => ({
  dsn: { scheme: 'http', publicKey: 'k1', host, ...(port !== undefined && { port }), path: '', projectId: '7' },
  client: 'tocsin.test/1.2.3',
});

const undoing: (() => void)[] = [];
afterEach(() => {
  for (const undo of undoing.splice(0)) undo();
});

describe('a request', () => {
  afterEach(() => {
    nock.cleanAll();
    nock.restore();
  });

  /** Takes one envelope and answers; what came in can be read afterwards. */
  const intake = (status = 200, headers: Readonly<Record<string, string>> = {}) => {
    if (!nock.isActive()) nock.activate();
    const seen = { headers: {}, text: '' };
    nock('http://errors.example')
      .post('/api/7/envelope/')
      .reply(async (request: Request) => {
        seen.headers = Object.fromEntries(request.headers);
        // nock has decompressed it.
        seen.text = await request.text();
        return [status, '{}', headers];
      });
    return seen;
  };

  it('says who sends what', async () => {
    const seen = intake();
    await createSender({ route: routeTo(destination()), health: { lastSendFailed: false } })('{}\n');
    expect(seen.headers).toMatchObject({
      'content-type': 'application/x-sentry-envelope',
      'content-length': '3',
      'user-agent': 'tocsin.test/1.2.3',
      'x-sentry-auth': 'Sentry sentry_version=7, sentry_client=tocsin.test/1.2.3, sentry_key=k1',
    });
    expect(seen.headers).not.toHaveProperty('content-encoding');
    expect(seen.text).toBe('{}\n');
  });

  it.each([
    ['text', 'x'.repeat(GZIP_THRESHOLD + 1)],
    ['bytes', new Uint8Array(GZIP_THRESHOLD + 1).fill(120)],
  ])('is compressed when large (%s)', async (_kind, body) => {
    const seen = intake();
    await createSender({ route: routeTo(destination()), health: { lastSendFailed: false } })(body);
    expect(seen.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': expect.stringMatching(/^\d\d$/) });
    expect(seen.text).toBe('x'.repeat(GZIP_THRESHOLD + 1));
  });

  it('is sent as it is up to the threshold', async () => {
    const seen = intake();
    await createSender({ route: routeTo(destination()), health: { lastSendFailed: false } })('x'.repeat(GZIP_THRESHOLD));
    expect(seen.headers).not.toHaveProperty('content-encoding');
  });

  it.each([200, 202, 400, 401, 403, 413, 429, 500, 503])('that is answered with %i is answered', async (status) => {
    intake(status, { 'Retry-After': '30', 'X-Sentry-Rate-Limits': '60:error:organization' });
    const answer = await createSender({ route: routeTo(destination()), health: { lastSendFailed: false } })('{}');
    expect(answer.status).toBe(status);
    expect(answer.header?.('retry-after')).toBe('30');
    expect(answer.header?.('x-sentry-rate-limits')).toBe('60:error:organization');
    expect(answer.header?.('x-sentry-error')).toBeUndefined();
  });

  it.each([[200, false], [429, false], [500, true], [503, true]])('that is answered with %i leaves %s behind as "failed"', async (status, failed) => {
    intake(status);
    const health: Health = { lastSendFailed: !failed };
    await createSender({ route: routeTo(destination()), health })('{}');
    expect(health.lastSendFailed).toBe(failed);
  });

  it.each([[200, 21], [202, 21], [400, 20], [413, 20], [429, 20], [500, undefined], [503, undefined]])('that is answered with %i leaves a width of %s behind, of 20', async (status, width) => {
    intake(status);
    const health: Health = { lastSendFailed: false, width: 20 };
    await createSender({ route: routeTo(destination()), health })('{}');
    expect(health.width).toBe(width);
  });
});

/** A server that counts its connections; the sender to it; what the sender knows. */
const serve = async (handle: (request: IncomingMessage, response: ServerResponse) => void, patience = { answer: 5000, longest: 5000, rest: 250, hold: 500, connect: 2000, idle: 4000 }) => {
  const server = createServer(handle).listen(0, '127.0.0.1');
  undoing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const counts = { connections: 0 };
  server.on('connection', () => counts.connections++);
  const health: Health = { lastSendFailed: false };
  const { port } = server.address() as AddressInfo;
  return { counts, health, server, post: createSender({ route: routeTo(destination('127.0.0.1', port)), health, patience }) };
};

const ok = (request: IncomingMessage, response: ServerResponse): void => void request.resume().on('end', () => response.end('{"id":"1"}'));

describe('a connection', () => {
  it('is used again', async () => {
    const { post, counts } = await serve(ok);
    for (let n = 0; n < 5; n++) expect(await post('{}')).toMatchObject({ status: 200 });
    expect(counts.connections).toBe(1);
  });

  it('is one of its own for each call at a time', async () => {
    const { post, counts } = await serve(ok);
    await Promise.all([post('{}'), post('{}'), post('{}')]);
    await Promise.all([post('{}'), post('{}'), post('{}')]);
    expect(counts.connections).toBe(3);
  });

  it('is closed when it is idle for long', async () => {
    const { post, server } = await serve(ok, { answer: 5000, longest: 5000, rest: 250, hold: 500, connect: 2000, idle: 50 });
    const closed = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)));
    await post('{}');
    await closed;
    expect(await post('{}')).toMatchObject({ status: 200 });
  });
});

it.each([
  ['as it is to a server on this machine', '127.0.0.1', undefined, undefined],
  ['as it is to one by name', 'localhost', undefined, undefined],
  ['as it is to one by its other address', '[::1]', undefined, undefined],
  ['compressed to a name that only begins so', 'localhost.example', undefined, 'gzip'],
  ['compressed through a proxy on this machine', 'errors.example', new URL('http://127.0.0.1:3128'), 'gzip'],
])('a large body is sent %s', async (_how, host, proxy, encoding) => {
  const encodings: unknown[] = [];
  const { server, health } = await serve((request, response) => {
    encodings.push(request.headers['content-encoding']);
    ok(request, response);
  });
  const { port } = server.address() as AddressInfo;
  const agent = new Agent();
  // All names lead to it.
  Object.assign(agent, { createConnection: () => connect(port, '127.0.0.1') });
  await createSender({ route: routeTo(destination(host), { proxy }), agent, health })('x'.repeat(GZIP_THRESHOLD + 1));
  expect(encodings).toEqual([encoding]);
});

it('reaches a server by its IPv6 address', async () => {
  const server = createServer(ok).listen(0, '::1');
  undoing.push(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const post = createSender({ route: routeTo(destination('[::1]', port)), health: { lastSendFailed: false } });
  expect(await post('{}')).toMatchObject({ status: 200 });
  server.closeAllConnections();
});

it('goes through an agent of the app when it has one', async () => {
  const { server } = await serve(ok);
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  let used = 0;
  agent.on('free', () => used++);
  const post = createSender({ route: routeTo(destination('127.0.0.1', port)), agent, health: { lastSendFailed: false } });
  expect(await post('{}')).toMatchObject({ status: 200 });
  await expect.poll(() => used).toBe(1);
  agent.destroy();
});

describe('a server that does not answer', () => {
  it('rejects when it refuses the connection', async () => {
    const { server, post, health } = await serve(ok);
    await new Promise((resolve) => server.close(resolve));
    const refused = expect.objectContaining({ message: expect.stringMatching(/ECONNREFUSED/), unsent: true });
    await expect(post('{}')).rejects.toEqual(refused);
    expect(health.lastSendFailed).toBe(true);
  });

  it('rejects when it hangs', async () => {
    const { post, health } = await serve(() => undefined, { answer: 60, longest: 60, rest: 250, hold: 20, connect: 2000, idle: 4000 });
    await expect(post('{}')).rejects.toThrow('no answer in time');
    expect(health.lastSendFailed).toBe(true);
  });

  it('rejects when it hangs up', async () => {
    const { post } = await serve((request) => request.socket.destroy());
    const broken: unknown = await post('{}').catch((error: unknown) => error);
    expect(broken).toMatchObject({ message: expect.stringMatching(/ECONNRESET|socket hang up/) });
    // Something may have arrived.
    expect(broken).not.toHaveProperty('unsent');
  });

  it('rejects when it talks something else', async () => {
    const server = createTcpServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n')).listen(0, '127.0.0.1');
    undoing.push(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(createSender({ route: routeTo(destination('127.0.0.1', port)), health: { lastSendFailed: false } })('{}')).rejects.toThrow(/Parse Error/);
  });

  it('counts as failing as soon as the answer is overdue, and as well when it comes after all', async () => {
    let answer = (): void => undefined;
    const { post, health } = await serve((_request, response) => (answer = () => void response.end()), { answer: 5000, longest: 5000, rest: 250, hold: 20, connect: 2000, idle: 4000 });
    const answered = post('{}');
    await expect.poll(() => health.lastSendFailed).toBe(true);
    answer();
    expect(await answered).toMatchObject({ status: 200 });
    expect(health.lastSendFailed).toBe(false);
  });
});

describe('an answer', () => {
  it('counts once its status is there, even if the rest never comes', async () => {
    const { post } = await serve((_request, response) => response.writeHead(200, { 'content-length': '100' }).write('{'));
    expect(await post('{}')).toMatchObject({ status: 200 });
  });

  it('may break off after its status', async () => {
    const { post } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{');
      setTimeout(() => request.socket.destroy(), 10);
    });
    expect(await post('{}')).toMatchObject({ status: 200 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await post('{}')).toMatchObject({ status: 200 });
  });

  it('whose rest never comes holds a connection no longer than one that never comes, and says nothing of the server', async () => {
    const { post, health, server } = await serve((_request, response) => response.writeHead(200, { 'content-length': '100' }).write('{'), { answer: 30, longest: 30, rest: 250, hold: 10, connect: 2000, idle: 4000 });
    const closed = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)));
    expect(await post('{}')).toMatchObject({ status: 200 });
    await closed;
    expect(health.lastSendFailed).toBe(false);
  });

  it('of many lines in one header is one text', async () => {
    const { post } = await serve((_request, response) => response.setHeader('x-sentry-rate-limits', ['60:error', '10:default']).end());
    expect((await post('{}')).header?.('x-sentry-rate-limits')).toBe('60:error, 10:default');
  });
});

it('loads and opens nothing before the first call', () => {
  const before = process.getActiveResourcesInfo();
  createSender({ route: routeTo(destination()), health: { lastSendFailed: false } });
  expect(process.getActiveResourcesInfo()).toEqual(before);
});
