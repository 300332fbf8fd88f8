import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { nodeBinaries } from '@tocsin/runtimes';
import { decodeEnvelope } from '@tocsin/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';
import { OWN_TIME, SLACK } from './watch';

// A server that answers, but slowly: it holds no process that is done for as long as there is something to send.

const SLOW = 450;

let folder: AppFolder;
let delay = SLOW;
let status = 200;
/** Projects, and ids of events. */
const arrived = new Set<string>();
const arrivedFor = (project: string): number => [...arrived].filter((each) => each.startsWith(`/api/${project}/`)).length;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
  request.on('end', () => setTimeout(() => {
    const decoded = decodeEnvelope(request.headers['content-encoding'] === 'gzip' ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks));
    if (status === 200 && decoded.ok) arrived.add(`${request.url} ${String(decoded.envelope.header['event_id'])}`);
    response.writeHead(status).end('{}');
  }, delay));
});
beforeAll(async () => {
  folder = createAppFolder();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  folder.write('linger.cjs', `const { captureException, stats } = require('#monitoring');
  ${OWN_TIME}
  for (let n = 0; n < 400; n++) captureException(new Error('slow ' + n));
  const capturedAt = ownTime();
  let held;
  process.prependListener('exit', () => { held = ownTime() - capturedAt; });
  process.on('exit', () => require('node:fs').writeSync(1, JSON.stringify({ held, stats: stats().error })));`);
  folder.write('live.cjs', `const { captureException, stats } = require('#monitoring');
  for (let n = 0; n < 600; n++) captureException(new Error('slow ' + n));
  const look = () => {
    const { error } = stats();
    if (error.pending + error.spooled > 0 && performance.now() < 15_000) setTimeout(look, 50);
    else process.stdout.write(JSON.stringify(error));
  };
  look();`);
  folder.write('later.cjs', "require('#monitoring').flush(10_000).then(() => process.exit());");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  folder.remove();
});

describe.each(nodeBinaries())('on $name, a slow server', ({ name, path: node }) => {
  const env = (project: string) => ({ TOCSIN_DSN: `http://0123456789abcdef0123456789abcdef@127.0.0.1:${(server.address() as AddressInfo).port}/${project}`, INIT_OPTIONS: JSON.stringify({ flood: false, spool: { dir: project } }) });

  const linger = async (project: string) => {
    const ended = await folder.run('linger.cjs', { node, monitored: true, env: env(project) });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(ended.stdout);
  };

  it('holds a process that is done for a second at most, and gets the rest later', async () => {
    [delay, status] = [SLOW, 200];
    const project = `${name}-slow`;
    const { held, stats } = await linger(project);
    expect(held).toBeLessThanOrEqual(1000 + SLACK);
    expect(stats).toMatchObject({ captured: 400, pending: 0, dropped: {} });
    expect(stats.sent + stats.spooled - stats.adopted).toBe(400);
    delay = 0;
    await folder.run('later.cjs', { node, monitored: true, env: env(project) });
    expect(arrivedFor(project)).toBe(400);
  });

  it('gets all from a process that lives on', async () => {
    [delay, status] = [150, 200];
    const { stdout } = await folder.run('live.cjs', { node, monitored: true, env: env(`${name}-live`) });
    expect(JSON.parse(stdout)).toMatchObject({ captured: 600, sent: 600, dropped: {} });
    expect(arrivedFor(`${name}-live`)).toBe(600);
  });

  it('holds it no longer by what it turns away', async () => {
    [delay, status] = [SLOW, 413];
    const { held } = await linger(`${name}-large`);
    expect(held).toBeLessThanOrEqual(1000 + SLACK);
  });
});
