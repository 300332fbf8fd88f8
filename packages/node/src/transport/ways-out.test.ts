import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Destination } from '@tocsin/core/platform';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPostSync } from './post-sync';
import type { RouteOptions } from './route';
import { routeTo } from './route';
import { createSender } from './sender';

// Proxies and certificates, with real servers: what a request must pass on its way out of a company's
// network, while the process lives and when it dies.

let certificate: { readonly key: string; readonly cert: string };
beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  certificate = { key, cert };
});

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undoing.splice(0)) await undo();
});

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  undoing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
};

const takeAll = (got: IncomingMessage[]) => (request: IncomingMessage, response: ServerResponse): void => {
  got.push(request);
  request.resume().on('end', () => response.end('{}'));
};

/** A server for envelopes, plain or with our certificate. */
const startServer = async (scheme: 'http' | 'https') => {
  const got: IncomingMessage[] = [];
  const port = await listen(scheme === 'https' ? createSecureServer(certificate, takeAll(got)) : createServer(takeAll(got)));
  const destination: Destination = { dsn: { scheme, publicKey: 'k', host: scheme === 'https' ? 'localhost' : '127.0.0.1', port, path: '', projectId: '7' }, client: 'tocsin.test/1' };
  return { got, destination };
};

/** A proxy that connects and passes on, and remembers what it was asked. */
const startProxy = async ({ status = 200 }: { readonly status?: number } = {}) => {
  const asked: { readonly what: string; readonly authorization: string | undefined }[] = [];
  const proxy = createServer((request, response) => {
    asked.push({ what: `${request.method} ${request.url}`, authorization: request.headers['proxy-authorization'] });
    request.resume().on('end', () => response.writeHead(status).end());
  });
  proxy.on('connect', (request, socket) => {
    asked.push({ what: `CONNECT ${request.url}`, authorization: request.headers['proxy-authorization'] });
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host === 'localhost' ? '127.0.0.1' : host, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on('error', () => onward.destroy());
    undoing.push(() => onward.destroy());
  });
  return { asked, port: await listen(proxy) };
};

const post = (destination: Destination, options: RouteOptions) => createSender({ route: routeTo(destination, options), health: { lastSendFailed: false } })('{}\n');

describe('a certificate of the company', () => {
  it('is refused when nobody says that it may be trusted', async () => {
    const { destination } = await startServer('https');
    await expect(post(destination, {})).rejects.toThrow(/self-signed certificate/);
  });

  it('is trusted when it is given', async () => {
    const { destination, got } = await startServer('https');
    expect(await post(destination, { ca: certificate.cert })).toMatchObject({ status: 200 });
    expect(got).toHaveLength(1);
  });
});

describe('a proxy', () => {
  it('connects to a server that speaks TLS, and sees nothing of what is said', async () => {
    const { destination, got } = await startServer('https');
    const proxy = await startProxy();
    const answer = await post(destination, { ca: certificate.cert, proxy: new URL(`http://ada:se%20cret@127.0.0.1:${proxy.port}`) });
    expect(answer).toMatchObject({ status: 200 });
    expect(got[0]?.headers).toMatchObject({ host: `localhost:${destination.dsn.port}`, 'x-sentry-auth': expect.stringContaining('sentry_key=k') });
    expect(proxy.asked).toEqual([{ what: `CONNECT localhost:${destination.dsn.port}`, authorization: `Basic ${Buffer.from('ada:se cret').toString('base64')}` }]);
  });

  it.each([
    ['a password with a bare %', 'http://ada:50%off@', 'ada:50%off'],
    ['a password alone', 'http://:secret@', ':secret'],
    ['a name alone', 'http://ada@', 'ada:'],
  ])('is told %s', async (_what, address, credentials) => {
    const { destination } = await startServer('http');
    const proxy = await startProxy();
    await post(destination, { proxy: new URL(`${address}127.0.0.1:${proxy.port}`) });
    expect(proxy.asked).toMatchObject([{ authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }]);
  });

  it('keeps the connection for the next envelope', async () => {
    const { destination, got } = await startServer('https');
    const proxy = await startProxy();
    const sender = createSender({ route: routeTo(destination, { ca: certificate.cert, proxy: new URL(`http://127.0.0.1:${proxy.port}`) }), health: { lastSendFailed: false } });
    for (let n = 0; n < 3; n++) expect(await sender('{}')).toMatchObject({ status: 200 });
    expect(got).toHaveLength(3);
    expect(proxy.asked).toHaveLength(1);
  });

  it('is handed the whole address of a plain server', async () => {
    const { destination } = await startServer('http');
    const proxy = await startProxy();
    expect(await post(destination, { proxy: new URL(`http://127.0.0.1:${proxy.port}`) })).toMatchObject({ status: 200 });
    expect(proxy.asked).toEqual([{ what: `POST http://127.0.0.1:${destination.dsn.port}/api/7/envelope/`, authorization: undefined }]);
  });

  it('that will not connect is no answer of the server', async () => {
    const { destination, got } = await startServer('https');
    const proxy = await startProxy({ status: 407 });
    await expect(post(destination, { proxy: new URL(`http://127.0.0.1:${proxy.port}`) })).rejects.toThrow('the proxy answered 407');
    expect(got).toEqual([]);
  });

  it.each(['https', 'http'] as const)('is named when it cannot be reached, for a server of %s', async (scheme) => {
    const destination: Destination = { dsn: { scheme, publicKey: 'k', host: '127.0.0.1', port: 443, path: '', projectId: '7' }, client: 'tocsin.test/1' };
    await expect(post(destination, { proxy: new URL('http://127.0.0.1:9') })).rejects.toThrow('the proxy: connect ECONNREFUSED 127.0.0.1:9');
  });

  it('that says nothing is given up', async () => {
    const { destination } = await startServer('https');
    const silent = await listen(createServer().on('connect', () => undefined));
    const patience = { answer: 5000, longest: 5000, rest: 250, hold: 50, connect: 100, idle: 4000 };
    const sender = createSender({ route: routeTo(destination, { proxy: new URL(`http://127.0.0.1:${silent}`) }), health: { lastSendFailed: false }, patience });
    await expect(sender('{}')).rejects.toThrow(/no connection within|did not connect in time/);
  });
});

describe('a process that dies', () => {
  // This thread stands still while it posts, so server and proxy need one of their own.
  const BOTH = `
const { parentPort, workerData } = require('node:worker_threads');
const { connect } = require('node:net');
const got = [];
const server = require('node:https').createServer(workerData, (request, response) => request.resume().on('end', () => { got.push(request.headers['x-gateway']); response.end('{}'); })).listen(0, '127.0.0.1');
const proxy = require('node:http').createServer().on('connect', (request, socket) => {
  got.push('CONNECT');
  const onward = connect(Number(request.url.split(':')[1]), '127.0.0.1', () => { socket.write('HTTP/1.1 200 Connected\\r\\n\\r\\n'); onward.pipe(socket).pipe(onward); });
}).listen(0, '127.0.0.1', () => parentPort.postMessage([server.address().port, proxy.address().port]));
parentPort.on('message', () => parentPort.postMessage(got));`;

  it('takes the same way', async () => {
    const worker = new Worker(BOTH, { eval: true, workerData: certificate });
    undoing.push(() => worker.terminate());
    const [port, proxy]: [number, number] = await new Promise((resolve) => worker.once('message', resolve));
    const destination: Destination = { dsn: { scheme: 'https', publicKey: 'k', host: 'localhost', port, path: '', projectId: '7' }, client: 'tocsin.test/1' };
    const route = routeTo(destination, { ca: certificate.cert, proxy: new URL(`http://127.0.0.1:${proxy}`), headers: { 'x-gateway': 'pass' } });
    const answers = createPostSync({ route, budget: () => 20_000, report: () => undefined })(['{}']);
    expect(answers.map((answer) => answer?.status)).toEqual([200]);
    worker.postMessage('what came?');
    expect(await new Promise((resolve) => worker.once('message', resolve))).toEqual(['CONNECT', 'pass']);
  });
});
