import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Diagnostic } from '@tocsin/core';
import { explain } from '@tocsin/core/platform';
import { afterEach, describe, expect, it } from 'vitest';
import type { Health } from './health';
import { routeTo } from './route';
import { createSender } from './sender';

const undoing: (() => void)[] = [];
afterEach(() => {
  for (const undo of undoing.splice(0)) undo();
});

const listen = async (answer: (request: IncomingMessage) => { readonly status: number; readonly location?: string }) => {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const { status, location } = answer(request);
    response.writeHead(status, location === undefined ? {} : { location }).end();
  }).listen(0, '127.0.0.1');
  undoing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return { asked, port: (server.address() as AddressInfo).port };
};

const senderTo = (port: number) => {
  const reported: Diagnostic[] = [];
  const health: Health = { lastSendFailed: false };
  const route = routeTo({ dsn: { scheme: 'http', publicKey: 'k1', host: '127.0.0.1', port, path: '', projectId: '7' }, client: 'tocsin.test/1' });
  return { reported, post: createSender({ route, health, report: (diagnostic) => reported.push(diagnostic) }) };
};

describe('a redirect', () => {
  it.each([300, 301, 302, 303, 307, 308])('(%i) is not followed; nothing was taken, so it can be tried again', async (status) => {
    const elsewhere = await listen(() => ({ status: 200 }));
    const server = await listen(() => ({ status, location: `http://127.0.0.1:${elsewhere.port}/login?key=k1` }));
    const { post, reported } = senderTo(server.port);
    for (let n = 0; n < 3; n++) await expect(post('{}')).rejects.toMatchObject({ unsent: true, message: `HTTP ${status} to http://127.0.0.1:${elsewhere.port}` });
    expect(elsewhere.asked).toEqual([]);
    expect(server.asked).toHaveLength(3);
    // Said once, without what stands behind the host.
    expect(reported).toEqual([{ code: 'T1011', detail: `HTTP ${status} to http://127.0.0.1:${elsewhere.port}` }]);
  });

  it.each([undefined, '', '/login', 'http://[', 'javascript:alert(1)'])('may lead anywhere (%s)', async (location) => {
    const server = await listen(() => ({ status: 302, ...(location !== undefined && { location }) }));
    const { post, reported } = senderTo(server.port);
    await expect(post('{}')).rejects.toMatchObject({ unsent: true, message: expect.stringMatching(/^HTTP 302/) });
    expect(reported).toHaveLength(1);
  });

  it('is no refusal of a proxy, of which nothing is said', async () => {
    const server = await listen(() => ({ status: 407 }));
    const { post, reported } = senderTo(server.port);
    await expect(post('{}')).rejects.toMatchObject({ unsent: true, message: 'the proxy answered 407' });
    expect(reported).toEqual([]);
  });

  it('is told with its usual causes', () => {
    expect(explain({ code: 'T1011', detail: 'HTTP 301 to https://errors.example' })).toMatch(/\(HTTP 301 to https:\/\/errors\.example\).*http:\/\/ where the server wants https:\/\/.*login/);
  });

  it('is over when the way is free', async () => {
    let isFree = false;
    const server = await listen(() => (isFree ? { status: 200 } : { status: 307, location: 'https://login.example/' }));
    const { post } = senderTo(server.port);
    await expect(post('{}')).rejects.toThrow('HTTP 307');
    isFree = true;
    expect(await post('{}')).toMatchObject({ status: 200 });
  });
});
