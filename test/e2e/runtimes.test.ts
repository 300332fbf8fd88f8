import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { startIntake, type Intake } from '@tocsin/kit/intake';
import type { NodeLike } from '@tocsin/runtimes';
import { nodeLikes } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppFolder, type AppFolder, type Ended } from './app-folder';
import { coreCases, coreContract, type CoreCase } from './core-contract';

const SERVE = (handler: string): string => `const http = await import('node:http');
    const server = http.createServer(${handler});
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = 'http://127.0.0.1:' + server.address().port;
    const get = (path) => new Promise((resolve) => http.get(url + path, (response) => { let text = ''; response.on('data', (data) => { text += data; }).on('end', () => resolve(text)); }));`;

const HANDLE = `async (request, response) => {
      tocsin.setTag('path', request.url);
      await new Promise((resolve) => setTimeout(resolve, 5));
      tocsin.captureMessage(request.url);
      response.end();
    }`;

const ASK = `await Promise.all(['/one', '/two', '/three'].map(get));
    server.close();
    await tocsin.flush(15000);`;

/** What an app does once monitoring runs, if it does. `tocsin` is the package, or stands in for it. */
const nodeCases = {
  uncaught: `setTimeout(() => { throw new Error('uncaught'); }, 5);`,
  rejection: `setTimeout(() => void Promise.reject(new Error('rejected')), 5);
    setTimeout(() => console.log('alive'), 2000);`,
  'rejection of which the app takes care': `process.on('unhandledRejection', () => console.log('taken'));
    Promise.reject(new Error('rejected'));
    setTimeout(() => console.log('alive'), 50);`,
  exit: `tocsin.captureMessage('before exit');
    process.exit(3);`,
  end: `tocsin.captureMessage('at the end');`,
  server: `${SERVE(HANDLE)}
    ${ASK}`,
  'server by hand': `const handle = ${HANDLE};
    ${SERVE('(request, response) => tocsin.isolateRequest([request, response], () => handle(request, response))')}
    ${ASK}`,
  traces: `${SERVE("(request, response) => response.end(typeof request.headers['sentry-trace'])")}
    console.log(JSON.stringify({ http: await get('/'), fetch: await (await fetch(url)).text() }));
    server.close();`,
  // Until what others have left has arrived, and a moment longer: it might come twice.
  stay: `while (!(tocsin.stats().error?.sent > 0)) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 100));`,
};

const tellAnswer = (body: string): string => `const answer = await (async () => { ${body} })();
    if (answer !== undefined) console.log(JSON.stringify(answer));`;

const cases = { ...nodeCases, ...(Object.fromEntries(Object.entries(coreCases).map(([name, body]) => [name, tellAnswer(body)])) as Readonly<Record<CoreCase, string>>) };

type Case = keyof typeof cases;

/** The same lines with and without us, so that what is printed of the source is the same. */
const source = (body: string): string => `
  const tocsin = process.env.MONITORED ? await import('@tocsin/node') : new Proxy({}, { get: () => (first, second) => (typeof first === 'function' ? first() : second) });
  if (process.env.MONITORED) tocsin.init({ shutdownTimeout: 10000, release: 'shop@1.0.0' });
  ${body}
`;

const names = Object.keys(cases) as Case[];
const file = (name: string): string => `${name.replaceAll(' ', '-')}.mjs`;

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  folder = createAppFolder();
  // Deno asks for what it is told of.
  folder.write('package.json', JSON.stringify({ private: true, dependencies: { '@tocsin/node': '*' } }));
  for (const name of names) folder.write(file(name), source(cases[name]));
});
afterAll(async () => {
  folder.remove();
  await intake.close();
});

let runs = 0;

/** Runs a case with us; events are those of this run alone. */
const run = async (name: Case, { path, args }: NodeLike, dsn?: string) => {
  const project = String(100 + runs++);
  const ended = await folder.run(file(name), { node: path, args, monitored: false, env: { MONITORED: '1', TOCSIN_DSN: dsn ?? intake.dsn(project), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' } });
  return { ended, events: intake.events(project) };
};
const bare = (name: Case, { path, args }: NodeLike): Promise<Ended> => folder.run(file(name), { node: path, args, monitored: false, env: { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' } });

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      // It listens on a port, not on a path.
      resolve((server.address() as AddressInfo).port);
    });
  });
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Bun names functions without a name only in stacks whose text nobody has read. */
const seen = ({ code, signal, stdout, stderr }: Ended) => ({ code, signal, stdout, stderr: stderr.replaceAll(/at <anonymous> \((.*)\)$/gm, 'at $1') });

const byText = (one: unknown, other: unknown): number => String(one).localeCompare(String(other));

describe.each(nodeLikes())('@tocsin/node on $name', (runtime) => {
  coreContract(async (name, dsn) => {
    const { ended, events } = await run(name, runtime, dsn);
    const { code, signal, stdout, stderr } = ended;
    if (code !== 0 || stderr !== '') throw new Error(`${name} ended with ${code ?? signal}: ${stderr}`);
    return { events, answer: stdout === '' ? undefined : JSON.parse(stdout) };
  });

  it('says who ran it, and nothing of ours in a stack', async () => {
    const [{ events: [event] }, { events: [text] }] = [await run('capture', runtime), await run('text', runtime)];
    expect(event).toMatchObject({ platform: 'node', contexts: { runtime: { name: runtime.name.replace(/\d+/, '') } } });
    expect(text?.exception?.values[0]?.stacktrace?.frames?.map((frame) => frame.function)).toEqual([...Array<string>(9).fill('deep'), 'sellOut']);
  });

  it.each(['uncaught', 'rejection'] as const)('sees what ends the process, which ends as it would have: %s', async (name) => {
    const [without, { ended, events }] = [await bare(name, runtime), await run(name, runtime)];
    expect(seen(ended)).toEqual(seen(without));
    expect(ended.code).not.toBe(0);
    expect(events).toMatchObject([{ exception: { values: [{ value: name === 'uncaught' ? 'uncaught' : 'rejected', mechanism: { handled: false } }] } }]);
  });

  it('leaves a rejection to the app that takes care of it, and tells', async () => {
    const [without, { ended, events }] = [await bare('rejection of which the app takes care', runtime), await run('rejection of which the app takes care', runtime)];
    expect(seen(ended)).toEqual(seen(without));
    expect(ended.stdout).toBe('taken\nalive\n');
    expect(events).toMatchObject([{ exception: { values: [{ value: 'rejected', mechanism: { handled: false } }] } }]);
  });

  it.each([['exit', 3], ['end', 0]] as const)('delivers what was captured just before the end: %s', async (name, code) => {
    const { ended, events } = await run(name, runtime);
    expect(seen(ended)).toEqual({ code, signal: null, stdout: '', stderr: '' });
    expect(events).toHaveLength(1);
  });

  it.skipIf(runtime.name === 'bun')('gives each request of a plain server a scope', async () => {
    const { events } = await run('server', runtime);
    expect(events.map(({ message, tags, request }) => [message, tags?.['path'], request?.url?.replace(/^.*:\d+/, '')]).toSorted(byText)).toEqual([['/one', '/one', '/one'], ['/three', '/three', '/three'], ['/two', '/two', '/two']]);
  });

  it('gives a request a scope where it is told of it', async () => {
    const { events } = await run('server by hand', runtime);
    expect(events.map(({ message, tags }) => [message, tags?.['path']]).toSorted(byText)).toEqual([['/one', '/one'], ['/three', '/three'], ['/two', '/two']]);
  });

  it('hands the trace on by what the runtime publishes', async () => {
    const { ended } = await run('traces', runtime);
    const fetchIsTold = runtime.name.startsWith('node');
    expect({ ...seen(ended), stdout: JSON.parse(ended.stdout) }).toMatchObject({ code: 0, stderr: '', stdout: { http: 'string', fetch: fetchIsTold ? 'string' : 'undefined' } });
  });

  it('keeps what no server took, and the next process delivers it', async () => {
    const server = createServer();
    const port = await listening(server, 0);
    const dsn = `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/1`;
    await closed(server);
    const { ended } = await run('exit', runtime, dsn);
    expect(ended.code).toBe(3);
    const bodies: string[] = [];
    const again = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const body = Buffer.concat(chunks);
        bodies.push((request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString());
        response.end('{}');
      });
    });
    await listening(again, port);
    await run('stay', runtime, dsn);
    await closed(again);
    expect(bodies.filter((body) => body.includes('"before exit"'))).toHaveLength(1);
  });
});

describe('Deno with no more rights than it needs', () => {
  const [deno] = nodeLikes().filter(({ name }) => name === 'deno');

  it.runIf(deno)('starts, and sends', async () => {
    const project = 'few-rights';
    folder.write('few-rights.mjs', `import { captureMessage, flush, init, isEnabled } from '@tocsin/node'; init({ dsn: ${JSON.stringify(intake.dsn(project))} }); captureMessage('few rights'); console.log(isEnabled(), await flush(15000));`);
    const args = ['run', '--no-prompt', '--allow-read', '--allow-net', '--no-lock', '--node-modules-dir=manual'];
    const { code, stdout, stderr } = await folder.run('few-rights.mjs', { node: deno?.path ?? '', args, monitored: false, env: { NO_COLOR: '1' } });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'true true\n', stderr: '' });
    expect(intake.events(project)).toMatchObject([{ message: 'few rights' }]);
  });
});
