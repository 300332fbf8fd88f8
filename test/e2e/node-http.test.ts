import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// A plain server without any adapter: each request has a scope and a trace of its own, on every Node,
// whatever was imported first, and hands its trace on.

const REQUESTS = 24;

/**
 * Serves kept-alive requests whose bodies come in two packets, captures in a listener, a timer and a
 * promise, and asks another server by both of Node's clients. Prints what that server heard.
 */
const body = `
const heard = [];
const upstream = http.createServer((request, response) => {
  heard.push({ url: request.url, trace: request.headers['sentry-trace'], baggage: request.headers.baggage });
  response.writeHead(request.url.startsWith('/missing') ? 404 : 200).end('{}');
});
const port = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const main = async () => {
  const up = await port(upstream);
  const front = http.createServer((request, response) => {
    const id = new URL(request.url, 'http://x').searchParams.get('id');
    sdk.setTag('id', id);
    request.on('data', () => sdk.addBreadcrumb({ message: 'packet of ' + id }));
    request.on('end', async () => {
      sdk.captureMessage('end of ' + id);
      await wait(5);
      await fetch('http://127.0.0.1:' + up + '/fetched?id=' + id);
      await new Promise((resolve) => http.get({ host: '127.0.0.1', port: up, path: '/missing?id=' + id, headers: { baggage: 'vendor=' + id } }, (answer) => answer.resume().on('end', resolve)));
      setTimeout(() => {
        sdk.captureException(new Error('late in ' + id));
        response.end('ok');
      }, 5);
    });
  });
  const at = await port(front);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
  const ask = (id) => new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: at, path: '/orders?id=' + id, method: 'POST', agent, headers: { 'sentry-trace': String(id).padStart(32, 'a') + '-' + 'b'.repeat(16) + '-1', baggage: 'sentry-release=caller,other=1' } }, (answer) => answer.resume().on('end', resolve));
    request.on('error', reject);
    request.write('first');
    setTimeout(() => request.end('second'), 10);
  });
  await Promise.all(Array.from({ length: ${REQUESTS} }, (_, index) => ask(index + 10)));
  await sdk.close();
  agent.destroy();
  for (const server of [front, upstream]) { server.close(); server.closeAllConnections(); }
  process.stdout.write(JSON.stringify(heard));
};
main();
`;

const heads = {
  'sdk-first.mjs': "import * as sdk from '@tocsin/node';\nsdk.init(JSON.parse(process.env.OPTIONS));\nconst http = await import('node:http');\n",
  'http-first.mjs': "import * as http from 'node:http';\nimport * as sdk from '@tocsin/node';\nsdk.init(JSON.parse(process.env.OPTIONS));\n",
  'http-first.cjs': "const http = require('node:http');\nconst sdk = require('@tocsin/node');\nsdk.init(JSON.parse(process.env.OPTIONS));\n",
};

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  intake = await startIntake();
  for (const [file, head] of Object.entries(heads)) folder.write(file, head + body);
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

const ids = Array.from({ length: REQUESTS }, (_id, index) => String(index + 10));
const traceOf = (id: string): string => id.padStart(32, 'a');
const said = ({ message, logentry, exception }: Event): string => exception?.values[0]?.value ?? logentry?.formatted ?? message ?? '';

describe.each(nodeBinaries())('a plain server on $name', ({ name, path: node }) => {
  it.concurrent.each(Object.keys(heads))('has a scope and a trace for each request (%s)', async (file) => {
    const project = `${name}-${file}`.replace(/\W/g, '');
    const { code, stdout, stderr } = await folder.run(file, { node, monitored: false, env: { OPTIONS: JSON.stringify({ dsn: intake.dsn(project), flood: false }) }, timeout: 60_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

    const events = intake.events(project);
    expect(events.map(said).toSorted()).toEqual(ids.flatMap((id) => [`end of ${id}`, `late in ${id}`]).toSorted());
    for (const event of events) {
      const id = String(event.tags?.['id']);
      expect(said(event)).toMatch(new RegExp(` ${id}$`));
      expect(event.request).toMatchObject({ method: 'POST', query_string: `id=${id}` });
      expect(event.contexts?.['trace']).toMatchObject({ trace_id: traceOf(id), parent_span_id: 'b'.repeat(16) });
      const crumbs = event.breadcrumbs?.values ?? [];
      expect(crumbs.flatMap(({ message = '' }) => (message.startsWith('packet') ? [message] : []))).toEqual([`packet of ${id}`, `packet of ${id}`]);
      if (said(event).startsWith('late')) {
        // What the process itself asks belongs to no request, and is known to all that come after it.
        const asked = crumbs.flatMap(({ category, data }) => (data && !String(data['url']).endsWith('/orders') ? [{ category, url: String(data['url']).replace(/:\d+/, ''), query: data['http.query'], status: data['status_code'] }] : []));
        expect(asked).toEqual([
          { category: 'fetch', url: 'http://127.0.0.1/fetched', query: `id=${id}`, status: 200 },
          { category: 'http', url: 'http://127.0.0.1/missing', query: `id=${id}`, status: 404 },
        ]);
      }
    }

    const heard: readonly { readonly url: string; readonly trace?: string; readonly baggage?: string }[] = JSON.parse(stdout);
    expect(heard).toHaveLength(2 * REQUESTS);
    for (const { url, trace, baggage } of heard) {
      const id = new URL(url, 'http://x').searchParams.get('id') ?? '';
      expect(trace).toMatch(new RegExp(`^${traceOf(id)}-[0-9a-f]{16}-1$`));
      expect(baggage).toBe(url.startsWith('/fetched') ? 'sentry-release=caller' : `vendor=${id},sentry-release=caller`);
    }
  });
});
