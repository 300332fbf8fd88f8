import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startRawServer } from '../../test/raw-server';
import type { Health } from './health';
import { routeTo } from './route';
import { createSender } from './sender';

// A server may close an idle connection just when we use it again. That says nothing about the server.

const undoing: (() => void)[] = [];
afterEach(() => {
  for (const undo of undoing.splice(0)) undo();
});

const EVENT = '{"event_id":"0123456789abcdef0123456789abcdef"}\n{"type":"event"}\n{}\n';
const LOGS = '{"dsn":"http://k1@errors.example/7"}\n{"type":"log"}\n{}\n';
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

/** A server that hears of each request which one it is on its connection. */
const serve = async (answer: (socket: Socket, nth: number) => void) => {
  const { port, counts, close } = await startRawServer((socket) => {
    let nth = 0;
    socket.on('data', () => answer(socket, ++nth));
  });
  undoing.push(close);
  const health: Health = { lastSendFailed: false };
  const route = routeTo({ dsn: { scheme: 'http', publicKey: 'k1', host: '127.0.0.1', port, path: '', projectId: '7' }, client: 'tocsin.test/1.2.3' });
  const patience = { answer: 10_000, longest: 10_000, rest: 250, hold: 500, connect: 2000, idle: 4000 };
  return { counts, health, post: createSender({ route, health, patience }) };
};

const onceOnly = (socket: Socket, nth: number): void => void (nth === 1 ? socket.write(OK) : socket.resetAndDestroy());

describe('a connection that is gone when it is used again', () => {
  it.each<[how: string, end: (socket: Socket) => void]>([
    ['reset', (socket) => socket.resetAndDestroy()],
    ['closed', (socket) => socket.destroy()],
  ])('(%s) costs an event no more than another connection', async (_how, end) => {
    const { post, counts, health } = await serve((socket, nth) => void (nth === 1 ? socket.write(OK) : end(socket)));
    for (let n = 0; n < 3; n++) expect(await post(EVENT)).toMatchObject({ status: 200 });
    expect(counts).toMatchObject({ connections: 3 });
    expect(health).toMatchObject({ lastSendFailed: false, width: 19 });
  });

  it('costs it no more when it is bytes, or compressed', async () => {
    const { post, counts } = await serve(onceOnly);
    for (let n = 0; n < 2; n++) expect(await post(new TextEncoder().encode(EVENT))).toMatchObject({ status: 200 });
    expect(counts.connections).toBe(2);
  });

  it('fails what no server could tell from its repetition', async () => {
    const { post, counts } = await serve(onceOnly);
    expect(await post(LOGS)).toMatchObject({ status: 200 });
    await expect(post(LOGS)).rejects.toThrow(/ECONNRESET|hang up/);
    expect(counts.requests).toBe(2);
  });

  it('costs several at a time one more connection each', async () => {
    const { post, health } = await serve(onceOnly);
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(EVENT)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    }
    expect(health.lastSendFailed).toBe(false);
  });
});

describe('a server that breaks connections', () => {
  it('is not asked again at once when the connection is new', async () => {
    const { post, counts, health } = await serve((socket) => socket.resetAndDestroy());
    await expect(post(EVENT)).rejects.toThrow(/ECONNRESET|hang up/);
    expect(counts.requests).toBe(1);
    expect(health.lastSendFailed).toBe(true);
  });

  it('is asked again once', async () => {
    let isBroken = false;
    const { post, counts } = await serve((socket) => void (isBroken ? socket.resetAndDestroy() : socket.write(OK)));
    await Promise.all([post(EVENT), post(EVENT), post(EVENT)]);
    isBroken = true;
    await expect(post(EVENT)).rejects.toThrow(/ECONNRESET|hang up/);
    expect(counts.requests).toBe(5);
    // It is in trouble, which is known now.
    await expect(post(EVENT)).rejects.toThrow(/ECONNRESET|hang up/);
    expect(counts.requests).toBe(6);
  });
});

describe('an answer that is malformed', () => {
  it.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header that is none', 'HTTP/1.1 202 OK\r\nx y\0: z\r\ncontent-length: 0\r\n\r\n'],
    ['more headers than Node reads', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(30_000)}\r\ncontent-length: 0\r\n\r\n`],
  ])('(%s) says all the same that the event was taken', async (_how, answer) => {
    const { post, counts, health } = await serve((socket) => socket.write(answer));
    expect((await post(EVENT)).status).toBeLessThan(300);
    expect(counts.requests).toBe(1);
    expect(health.lastSendFailed).toBe(false);
  });

  it.each([
    ['that says that it was not', 'HTTP/1.1 500 No\r\nx y\0: z\r\ncontent-length: 0\r\n\r\n'],
    ['that says nothing', 'HTTP/1.1 2x0 OK\r\n\r\n'],
  ])('%s is none', async (_how, answer) => {
    const { post } = await serve((socket) => socket.write(answer));
    await expect(post(EVENT)).rejects.toThrow(/Parse Error/);
  });
});

it('hears of it when a connection ends in another way than with an answer', async () => {
  const { post, health } = await serve((socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'));
  await expect(post(EVENT)).rejects.toThrow('no answer');
  expect(health.lastSendFailed).toBe(true);
});
