import type { AddressInfo, Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { Destination } from '@tocsin/core/platform';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, it } from 'vitest';
import { startRawServer } from '../../test/raw-server';
import type { Health } from './health';
import { routeTo } from './route';
import { createSender } from './sender';

// What goes wrong before the first byte of an envelope can leave: while a proxy connects, or while two sides agree on
// how to encrypt. It ends in time, leaves no socket behind, and is known as a failure before anything was sent.

const undoing: (() => void)[] = [];
afterEach(() => {
  for (const undo of undoing.splice(0)) undo();
});

const listen = async (handle: (socket: Socket) => void) => {
  const server = await startRawServer(handle);
  undoing.push(server.close);
  return server;
};

const destination = (port: number): Destination => ({ dsn: { scheme: 'https', publicKey: 'k', host: '127.0.0.1', port, path: '', projectId: '7' }, client: 'tocsin.test/1' });

const PATIENCE = { answer: 200, longest: 200, rest: 250, hold: 30, connect: 100, idle: 4000 };

const repeat = (socket: Socket, text: string): void => {
  const timer = setInterval(() => socket.write(text), 5);
  socket.on('close', () => clearInterval(timer));
};

const whenAsked = (answer: (socket: Socket) => void) => (socket: Socket): void => void socket.once('data', () => answer(socket));

describe('a proxy that is asked to connect', () => {
  it.each<[what: string, answer: (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['drips', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      repeat(socket, 'y');
    }],
    ['says that it is about to', (socket) => repeat(socket, 'HTTP/1.1 102 Processing\r\n\r\n')],
    ['refuses at length', (socket) => {
      socket.write('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 1000000\r\n\r\n');
      repeat(socket, 'no ');
    }],
    ['connects to nobody', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n')],
    ['connects to what does not encrypt', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    }],
    ['connects, and breaks off', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      setTimeout(() => socket.resetAndDestroy(), 10);
    }],
    ['breaks off', (socket) => socket.resetAndDestroy()],
    ['speaks another language', (socket) => socket.write('SSH-2.0-OpenSSH\r\n')],
    ['hangs up', (socket) => socket.end()],
  ])('and %s: nothing was sent, nothing stays open', async (_what, answer) => {
    const proxy = await listen(whenAsked(answer));
    const health: Health = { lastSendFailed: false };
    const post = createSender({ route: routeTo(destination(443), { proxy: new URL(`http://127.0.0.1:${proxy.port}`) }), health, patience: PATIENCE });
    for (let n = 0; n < 2; n++) await expect(post('{}')).rejects.toMatchObject({ unsent: true });
    expect(health.lastSendFailed).toBe(true);
    expect(proxy.counts.connections).toBe(2);
    await expect.poll(() => proxy.counts.open).toBe(0);
  });
});

describe('a server that is to encrypt', () => {
  it.each<[what: string, handle: (socket: Socket) => void]>([
    ['says nothing', (socket) => void socket.resume()],
    ['does not', whenAsked((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['breaks off', whenAsked((socket) => socket.resetAndDestroy())],
  ])('and %s: nothing was sent, nothing stays open', async (_what, handle) => {
    const server = await listen(handle);
    const post = createSender({ route: routeTo(destination(server.port)), health: { lastSendFailed: false }, patience: PATIENCE });
    await expect(post('{}')).rejects.toMatchObject({ unsent: true });
    await expect.poll(() => server.counts.open).toBe(0);
  });

  it('and is not trusted: nothing was sent', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
    const server = createSecureServer({ key, cert }).on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    undoing.push(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const post = createSender({ route: routeTo(destination((server.address() as AddressInfo).port)), health: { lastSendFailed: false } });
    await expect(post('{}')).rejects.toMatchObject({ unsent: true, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });
});
