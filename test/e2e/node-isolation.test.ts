import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// A thousand requests at once, each with a user, a tag and breadcrumbs of its own, on every Node: whatever one of them
// does between its beginning and its error, what it says of itself is never said of another.

/** Requests of each kind; a thousand together. */
const COUNTS = { split: 600, pipelined: 200, aborted: 100, malformed: 100 };

/** Serves and asks in one process. Counts in `beforeSend`, so that no server has to keep up. */
const APP = `
import * as crypto from 'node:crypto';
import { EventEmitter } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import { Readable, Transform, pipeline } from 'node:stream';
import { Worker } from 'node:worker_threads';
import * as zlib from 'node:zlib';
import * as sdk from '@tocsin/node';

const counts = JSON.parse(process.env.COUNTS);
const seen = { late: 0, step: 0, closed: 0, malformed: 0 };
const mixed = [];
const look = (event) => {
  const said = event.message ?? event.logentry?.formatted;
  const [kind, id] = said.split(' of ');
  seen[kind]++;
  const crumbs = (event.breadcrumbs?.values ?? []).map(({ message }) => message);
  const told = [event.tags?.id, event.user?.id, ...crumbs];
  if (id === undefined ? told.some((each) => each !== undefined) : told.length < 3 || told.some((each) => each !== id)) mixed.push([said, ...told]);
  return null;
};
sdk.init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1', flood: false, spool: false, beforeSend: look, integrations: [sdk.httpIntegration({ breadcrumbs: false })] });

const worker = new Worker("require('node:worker_threads').parentPort.on('message', (id) => require('node:worker_threads').parentPort.postMessage(id))", { eval: true });
const answers = new EventEmitter().setMaxListeners(0);
worker.on('message', (id) => answers.emit(id));

/** Ways to leave the turn of the event loop in which a request came, each with a callback at its end. */
const ways = [
  (id, done) => setTimeout(done, 5 + (id % 5)),
  (id, done) => setImmediate(() => process.nextTick(done)),
  async (id, done) => { await null; await new Promise((resolve) => setTimeout(resolve, 3)); await Promise.all([null, Promise.resolve()]); queueMicrotask(done); },
  (id, done) => pipeline(Readable.from(['a', 'b']), new Transform({ transform: (chunk, _, next) => setImmediate(next, null, chunk) }), zlib.createGzip(), async (source) => { for await (const _ of source); }, done),
  (id, done) => crypto.pbkdf2('x', 'y', 1, 8, 'sha1', () => fs.stat('.', done)),
  async (id, done) => { worker.postMessage(id); await new Promise((resolve) => answers.once(id, resolve)); done(); },
];

const server = http.createServer((request, response) => {
  const id = request.url.slice(1);
  sdk.setUser({ id });
  sdk.setTag('id', id);
  sdk.addBreadcrumb({ message: id });
  request.on('data', () => sdk.addBreadcrumb({ message: id }));
  response.on('close', () => response.writableFinished || sdk.captureMessage('closed of ' + id));
  request.on('end', () => {
    ways[id % ways.length](Number(id), () => {
      sdk.captureMessage('step of ' + id);
      response.write('o');
      ways[(id * 7 + 1) % ways.length](Number(id), () => {
        sdk.addBreadcrumb({ message: id });
        sdk.captureMessage('late of ' + id);
        response.end('k');
      });
    });
  });
});
// Told on the socket, which had a request before.
server.on('clientError', (error, socket) => {
  if (error.code === 'HPE_INVALID_METHOD') sdk.captureMessage('malformed');
  socket.destroy();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const agent = new http.Agent({ keepAlive: true, maxSockets: 60 });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let next = 100;

const split = (id) => new Promise((resolve, reject) => {
  const request = http.request({ host: '127.0.0.1', port, path: '/' + id, method: 'POST', agent }, (response) => response.resume().on('end', resolve));
  request.on('error', reject).write('one');
  setTimeout(() => request.write('two'), 1 + (id % 3));
  setTimeout(() => request.end('three'), 5 + (id % 3));
});
/** A connection of its own; what \`write\` says, until so many answers have come. */
const raw = (wanted, write) => new Promise((resolve) => {
  let answered = 0;
  const socket = net.connect(port, '127.0.0.1', () => write(socket));
  socket.on('data', (data) => {
    answered += String(data).split('HTTP/1.1 200').length - 1;
    if (answered >= wanted && String(data).endsWith('0\\r\\n\\r\\n')) socket.emit('answered');
  });
  socket.on('error', () => undefined).on('close', resolve);
});
const post = (id, body) => 'POST /' + id + ' HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 6\\r\\n\\r\\n' + body;
const pipelined = (ids) => raw(ids.length, (socket) => {
  socket.on('answered', () => socket.end());
  const all = ids.map((id) => post(id, 'abcdef')).join('');
  // In two packets, so that a body is cut as well.
  socket.write(all.slice(0, -3));
  setTimeout(() => socket.write(all.slice(-3)), 10);
});
const aborted = (id) => raw(Infinity, (socket) => {
  socket.write(post(id, 'abc'));
  setTimeout(() => socket.destroy(), 10);
});
const malformed = (id) => raw(1, (socket) => {
  socket.on('answered', () => socket.write('what is this?\\r\\n\\r\\n'));
  socket.write(post(id, 'abcdef'));
});
const times = (count, run) => Array.from({ length: count }, run);
await Promise.all([
  ...times(counts.split, () => split(next++)),
  ...times(counts.pipelined / 5, () => pipelined(times(5, () => next++))),
  ...times(counts.aborted, () => aborted(next++)),
  ...times(counts.malformed, () => malformed(next++)),
]);
await pause(100);
agent.destroy();
server.close();
await worker.terminate();
await sdk.close();
process.stdout.write(JSON.stringify({ seen, mixed: mixed.slice(0, 5), count: mixed.length }));
`;

let folder: AppFolder;
beforeAll(() => {
  folder = createAppFolder();
  folder.write('thousand.mjs', APP);
});
afterAll(() => folder.remove());

it.each(nodeBinaries())('a thousand requests at once on $name are not mixed', async ({ path: node }) => {
  const { code, stdout, stderr } = await folder.run('thousand.mjs', { node, monitored: false, env: { COUNTS: JSON.stringify(COUNTS) }, timeout: 60_000 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { split, pipelined, aborted, malformed } = COUNTS;
  const answered = split + pipelined + malformed;
  expect(JSON.parse(stdout)).toEqual({ seen: { step: answered, late: answered, closed: aborted, malformed }, mixed: [], count: 0 });
});
