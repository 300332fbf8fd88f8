import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { captureMessage, close, flush } from '@tocsin/core';
import { init } from '../init';

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo();
});

/** A server that counts its connections, and answers after so many milliseconds. */
const serve = async (delay = 0) => {
  const counts = { open: 0 };
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => response.end('{}'), delay);
  }).listen(0, '127.0.0.1');
  server.on('connection', (socket) => {
    counts.open++;
    socket.on('close', () => counts.open--);
  });
  undoing.push(() => server.close(), () => server.closeAllConnections());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { counts, dsn: `http://k1@127.0.0.1:${port}/7` };
};

/** How many are open when there are none any more, or a second is over: an idle one would stay for four. */
const openAtLast = async (counts: { readonly open: number }): Promise<number> => {
  for (let n = 0; n < 50 && counts.open > 0; n++) await new Promise((resolve) => setTimeout(resolve, 20));
  return counts.open;
};

it('a client that was closed leaves no idle connection behind', async () => {
  const { counts, dsn } = await serve();
  init({ dsn, spool: false });
  captureMessage('hello');
  await flush();
  expect(counts.open).toBe(1);
  await close();
  expect(await openAtLast(counts)).toBe(0);
});

it('nor one whose answer came later', async () => {
  const { counts, dsn } = await serve(150);
  init({ dsn, spool: false });
  captureMessage('hello');
  await flush(50);
  expect(counts.open).toBe(1);
  await close(0);
  expect(await openAtLast(counts)).toBe(0);
});

it('but does not touch an agent of the app', async () => {
  const { counts, dsn } = await serve();
  const agent = new Agent({ keepAlive: true });
  undoing.push(() => agent.destroy());
  init({ dsn, spool: false, transportOptions: { agent } });
  captureMessage('hello');
  await flush();
  await close();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(counts.open).toBe(1);
});
