import { createServer, request as httpRequest, Agent } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getIsolationScope, setTag } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { isolateRequest } from './request-isolation';
import { createAsyncScopeStore } from './scope-store';

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo();
});

const who = () => getIsolationScope().getScopeData().tags['who'];

/** A server whose handler runs isolated, over one kept-alive connection. Sends one request at a time; the answer is its body. */
const serve = async (handle: (request: IncomingMessage, response: ServerResponse) => void) => {
  const client = initClient({ dsn: 'https://k@example.com/1', defaultIntegrations: false }, fakeRuntime({ scopes: createAsyncScopeStore() }));
  undoing.push(() => client.close());
  const connections = { count: 0 };
  const server = createServer((request, response) => isolateRequest([request, response], () => handle(request, response)));
  server.on('connection', () => connections.count++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undoing.push(() => new Promise((resolve) => server.close(resolve)));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  undoing.push(() => agent.destroy());
  const { port } = server.address() as AddressInfo;
  const post = (path: string, chunks: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
      });
      outgoing.on('error', reject);
      // In packets of their own: later ones arrive in another turn of the event loop.
      const [first = '', ...rest] = chunks;
      outgoing.write(first);
      rest.forEach((chunk, index) => setTimeout(() => outgoing.write(chunk), 5 * (index + 1)));
      setTimeout(() => outgoing.end(), 5 * chunks.length);
    });
  return { post, connections };
};

describe('requests over one connection', () => {
  it('do not see the scopes of those before them', async () => {
    const { post, connections } = await serve((request, response) => {
      const before = who();
      setTag('who', String(request.url));
      request.resume().on('end', () => response.end(`${before} ${who()}`));
    });
    expect(await post('/a', ['x'])).toBe('undefined /a');
    expect(await post('/b', ['x'])).toBe('undefined /b');
    expect(connections.count).toBe(1);
  });

  it('see their own scopes in every listener, however late its event', async () => {
    const seen: string[] = [];
    const { post } = await serve((request, response) => {
      setTag('who', String(request.url));
      request.on('data', () => seen.push(`data ${who()}`));
      request.on('end', () => {
        seen.push(`end ${who()}`);
        response.end();
      });
      response.on('finish', () => seen.push(`finish ${who()}`));
      response.on('close', () => seen.push(`close ${who()}`));
    });
    await post('/a', ['1', '2', '3']);
    await post('/b', ['1', '2']);
    await expect.poll(() => seen).toEqual(['data /a', 'data /a', 'data /a', 'end /a', 'finish /a', 'close /a', 'data /b', 'data /b', 'end /b', 'finish /b', 'close /b']);
  });

  it('see them when the body is read by `for await` and after timers', async () => {
    const { post } = await serve((request, response) => {
      setTag('who', String(request.url));
      void (async () => {
        const seen: unknown[] = [];
        for await (const chunk of request) seen.push(`${who()}:${String(chunk)}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        response.end([...seen, who()].join(' '));
      })();
    });
    expect(await post('/a', ['1', '2'])).toBe('/a:1 /a:2 /a');
    expect(await post('/b', ['1', '2'])).toBe('/b:1 /b:2 /b');
  });
});
