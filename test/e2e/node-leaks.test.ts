import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// What a server with an error in every request keeps of it, and what is left when the client has closed: nothing.

/** Requests before anything is measured, while modules and connections are still coming. */
const WARM_UP = 2500;

/** Without compilers, whose code lies on the heap too and would grow for a long time: 50 bytes a request without us. */
const FLAGS = ['--expose-gc', '--no-opt', '--no-sparkplug', '--no-maglev'];

/** Requests after that at which memory is measured: three doublings. */
const POINTS = [1250, 2500, 5000, 10_000];

/** Bytes of the heap that one request may leave behind: less than the smallest object has. */
const MOST = 16;

const APP = `
import * as http from 'node:http';
import * as sdk from '@tocsin/node';
const channels = (await import('node:diagnostics_channel')).default;
const names = ['http.server.request.start', 'http.client.request.created', 'http.client.response.finish', 'http.client.request.error', 'undici:request:create', 'undici:request:headers', 'undici:request:error', 'net.server.socket'];
/** All that a library can leave in a process. */
const traces = () => ({
  listeners: Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)])),
  channels: names.filter((name) => channels.channel(name).hasSubscribers),
  globals: Reflect.ownKeys(globalThis).map(String).filter((name) => /tocsin|sentry/i.test(name)),
  wraps: [process.emit === emit, http.ClientRequest.prototype._implicitHeader === implicitHeader, Error.prepareStackTrace, Error.stackTraceLimit],
  timers: process.getActiveResourcesInfo().filter((name) => /time|immediate|TCP|TLS|message/i.test(name)),
});
const { emit } = process;
const implicitHeader = http.ClientRequest.prototype._implicitHeader;
const before = traces();
// What this process asks itself is no request of a server.
sdk.init({ ...JSON.parse(process.env.OPTIONS), integrations: [sdk.httpIntegration({ breadcrumbs: false })] });
let [asked, failed] = [0, 0];
/** Different in each request, but shorter than what the scrubber remembers: its memory is bounded by characters, and would fill all the while (so would the trace of each event, were all of them sent). */
const idOf = (url) => url.slice(1, 6);
const server = http.createServer((request, response) => {
  const id = idOf(request.url);
  sdk.setUser({ id });
  sdk.setTag('path', id);
  sdk.addBreadcrumb({ message: id });
  request.resume().on('end', () => setImmediate(() => {
    try {
      throw Object.assign(new Error('no such order'), { id });
    } catch (error) {
      sdk.captureException(error);
    }
    response.statusCode = 500;
    response.end();
    failed++;
  }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
const ask = () => new Promise((resolve, reject) => http.request({ host: '127.0.0.1', port: server.address().port, path: '/' + failed.toString(36), agent }, (response) => response.resume().on('end', resolve)).on('error', reject).end());
const askUntil = async (count) => {
  while (asked < count) {
    // Tables of what is only held weakly have as many places as there were objects between two collections.
    if (asked++ % 250 === 0) gc();
    await ask();
  }
};
const serve = async (count) => void (await Promise.all(Array.from({ length: 10 }, () => askUntil(count))));
/** When nothing is on its way; the second collection takes what the first has finalised. */
const heap = async () => {
  await sdk.flush(30_000);
  for (let round = 0; round < 2; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    gc();
  }
  return process.memoryUsage().heapUsed;
};
const points = [];
await serve(${WARM_UP});
await heap();
for (const count of ${JSON.stringify(POINTS)}) {
  await serve(${WARM_UP} + count);
  points.push([count, await heap()]);
}
const { error } = sdk.stats();
agent.destroy();
await new Promise((resolve) => server.close(resolve));
await sdk.close();
await new Promise((resolve) => setTimeout(resolve, 50));
process.stdout.write(JSON.stringify({ points, captured: error.captured, before, after: traces() }));
`;

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  intake = await startIntake({ hangs: (project) => project.startsWith('hangs') });
  folder.write('server.mjs', APP);
  folder.write('idle.mjs', "import * as sdk from '@tocsin/node';\nsdk.init(JSON.parse(process.env.OPTIONS));\nsdk.captureMessage('and nothing else');\n");
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

/** Of the line through the points, by least squares. */
const slopeOf = (points: readonly (readonly [number, number])[]): number => {
  const mean = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  return points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
};

const named = (name: string): string => nodeBinaries().find((binary) => binary.name === name)?.path ?? process.execPath;

describe('10,000 requests with an error each', () => {
  it.each(['node20', 'node24'])('on %s: keep nothing, and nothing is left after close', async (name) => {
    const project = `${name}leaks`;
    const { code, stdout, stderr } = await folder.run('server.mjs', { node: named(name), monitored: false, args: FLAGS, env: { OPTIONS: JSON.stringify({ dsn: intake.dsn(project), release: 'shop@1' }) }, timeout: 60_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { points, captured, before, after } = JSON.parse(stdout);
    const slope = slopeOf(points);
    console.log(`${name}: ${slope.toFixed(1)} bytes of heap a request (${points.map((point: readonly number[]) => ((point[1] ?? 0) / 2 ** 20).toFixed(2)).join(', ')} MB)`);
    expect(captured).toBe(WARM_UP + 10_000);
    expect(slope).toBeLessThanOrEqual(MOST);
    expect(after).toEqual(before);
  });
});

describe.each(nodeBinaries())('a process on $name', ({ name, path: node }) => {
  it.concurrent.each(['answers', 'hangs'])('is not kept alive, by a server that %s', async (how) => {
    const { code, signal, stderr } = await folder.run('idle.mjs', { node, monitored: false, env: { OPTIONS: JSON.stringify({ dsn: intake.dsn(`${how}${name}`) }) }, timeout: 15_000 });
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    expect(intake.events(`${how}${name}`)).toHaveLength(1);
  });
});
