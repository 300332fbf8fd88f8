import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// A plain server for HTTP/2: each stream has a scope and a trace of its own, though all of them come over one
// connection, by the old API and by the new one.

const STREAMS = 60;

/** Asks for all streams at once over one session, their bodies in two packets that mix with those of the others. */
const APP = `
import { connect, createServer } from 'node:http2';
import * as sdk from '@tocsin/node';
sdk.init(JSON.parse(process.env.OPTIONS));
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const idOf = (path) => new URL(path, 'http://x').searchParams.get('id');
const take = (id, incoming, end) => {
  sdk.setTag('id', id);
  sdk.setUser({ id: 'user ' + id });
  let length = 0;
  incoming.on('data', (packet) => {
    length += packet.length;
    sdk.addBreadcrumb({ message: 'packet of ' + id });
  });
  incoming.on('end', async () => {
    if (length < 11) return; // a stream that breaks off may end as well
    sdk.captureMessage('end of ' + id);
    await wait(5);
    setTimeout(() => {
      sdk.captureException(new Error('late in ' + id));
      end();
    }, 5);
  });
  incoming.on('aborted', () => sdk.captureMessage('aborted ' + id));
};
const listen = {
  request: (server) => server.on('request', (request, response) => take(idOf(request.url), request, () => response.end('ok'))),
  stream: (server) => server.on('stream', (stream, headers) => take(idOf(headers[':path']), stream, () => stream.respond({ ':status': 200 }) || stream.end('ok'))),
};
const server = createServer();
listen[process.env.API](server);
// What the session tells belongs to no stream.
server.on('session', (session) => session.on('close', () => sdk.captureMessage('session closed')));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const session = connect('http://127.0.0.1:' + server.address().port);
const ask = (id) => new Promise((resolve) => {
  const stream = session.request({ ':method': 'POST', ':path': '/orders?id=' + id, 'sentry-trace': String(id).padStart(32, 'a') + '-' + 'b'.repeat(16) + '-1', cookie: 'theme=dark', 'x-api-key': 'hunter2' });
  stream.on('close', resolve).on('error', resolve).resume();
  stream.write('first');
  setTimeout(() => (id % 10 === 0 ? stream.close(8) : stream.end('second')), 10 + (id % 7));
});
await Promise.all(Array.from({ length: ${STREAMS} }, (_, index) => ask(index + 10)));
session.close();
await new Promise((resolve) => server.close(resolve));
await wait(20);
await sdk.close();
`;

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  intake = await startIntake();
  folder.write('http2.mjs', APP);
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

const ids = Array.from({ length: STREAMS }, (_id, index) => String(index + 10));
const said = ({ message, logentry, exception }: Event): string => exception?.values[0]?.value ?? logentry?.formatted ?? message ?? '';

describe.each(nodeBinaries())('a plain server for HTTP/2 on $name', ({ name, path: node }) => {
  it.concurrent.each(['request', 'stream'])('has a scope and a trace for each stream (%s)', async (api) => {
    const project = `${name}${api}`;
    const { code, stderr } = await folder.run('http2.mjs', { node, monitored: false, env: { API: api, OPTIONS: JSON.stringify({ dsn: intake.dsn(project), flood: false }) }, timeout: 60_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

    const events = intake.events(project);
    const expected = ids.flatMap((id) => (id.endsWith('0') ? [`aborted ${id}`] : [`end of ${id}`, `late in ${id}`]));
    expect(events.map(said).filter((text) => expected.includes(text)).toSorted()).toEqual(expected.toSorted());
    const [closed] = events.filter((event) => said(event) === 'session closed');
    expect(closed).not.toHaveProperty('tags.id');
    expect(closed).not.toHaveProperty('user');

    for (const event of events.filter((each) => expected.includes(said(each)))) {
      const id = String(event.tags?.['id']);
      expect(said(event)).toMatch(new RegExp(` ${id}$`));
      expect(event.user).toMatchObject({ id: `user ${id}` });
      expect(event.request).toMatchObject({ method: 'POST', query_string: `id=${id}`, cookies: { theme: 'dark' } });
      expect(event.request?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/orders$/);
      expect(JSON.stringify(event.request)).not.toMatch(/hunter2|":(?:path|method)"/);
      expect(event.contexts?.['trace']).toMatchObject({ trace_id: id.padStart(32, 'a'), parent_span_id: 'b'.repeat(16) });
      const packets = (event.breadcrumbs?.values ?? []).flatMap(({ message = '' }) => (message.startsWith('packet') ? [message] : []));
      expect(new Set(packets)).toEqual(new Set([`packet of ${id}`]));
    }
  });
});
