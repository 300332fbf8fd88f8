import { nodeBinaries } from '@tocsin/runtimes';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createAppFolder } from './app-folder';

/** What a start must not load: each takes longer than all that is ours. */
const HEAVY = ['http', 'https', 'net', 'tls', 'crypto', 'zlib', 'child_process', 'worker_threads', 'module', 'perf_hooks'];

/** Those that were loaded since `known`. */
const LOADED = `process.moduleLoadList.filter((name) => !known.has(name) && ${JSON.stringify(HEAVY)}.includes(name.replace('NativeModule ', '')))`;

const APP = (load: string, more = ''): string => `
  const known = new Set(process.moduleLoadList);
  ${load}
  const ours = () => Object.keys(require.cache).filter((file) => /later\\.cjs$/.test(file)).length;
  init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1'${more} });
  const heavy = ${LOADED};
  const atStart = ours();
  // On a machine that has other things to do, some turns of the program may come at once.
  const look = (turns) => (ours() === 2 || turns === 0 ? console.log(JSON.stringify({ heavy, atStart, soon: ours() })) : setTimeout(look, 10, turns - 1));
  setTimeout(look, 10, 5);
`;

const apps = {
  'start.cjs': APP(`const { init } = require('@tocsin/node');`),
  'unspooled.cjs': APP(`const { init } = require('@tocsin/node');`, ', spool: false'),
  'start.mjs': APP(`import { createRequire } from 'node:module';\nimport { init } from '@tocsin/node';\nconst require = createRequire(import.meta.url);`),
};

const folder = createAppFolder();
for (const [file, source] of Object.entries(apps)) folder.write(file, source);
folder.write(
  'end.cjs',
  `const known = new Set(process.moduleLoadList);
  require('@tocsin/node').init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' });
  process.on('exit', () => console.log(JSON.stringify([...${LOADED}, ...Object.keys(require.cache).filter((file) => /later\\.cjs$/.test(file))])));`,
);
folder.write(
  'late-http.cjs',
  `const { init } = require('@tocsin/node');
  init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' });
  const http = require('node:http');
  const server = http.createServer((request, response) => {
    console.log(typeof request.headers['sentry-trace']);
    response.end(() => server.close());
    server.closeAllConnections();
  }).listen(0, '127.0.0.1', () => http.get({ host: '127.0.0.1', port: server.address().port }).on('error', () => undefined));`,
);
// What is read later is gone by then: the process has removed it, or may not, or cannot, open any file.
folder.write(
  'unread.cjs',
  `const fail = () => { throw Object.assign(new Error('no file can be opened'), { code: 'EMFILE' }); };
  const { init } = require('@tocsin/node');
  init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' });
  const http = require('node:http');
  const { Module } = require('node:module');
  const load = Module._load;
  Module._load = (name, ...rest) => (/later|^@tocsin/.test(name) ? fail() : load(name, ...rest));
  process.on('unhandledRejection', ({ message }) => console.log('heard', message));
  console.error('line');
  process.emitWarning('once');
  require('node:child_process').execFile('false', () => undefined);
  Promise.reject(new Error('mine'));
  const server = http.createServer((request, response) => response.end(() => server.close())).listen(0, '127.0.0.1', () =>
    http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (response) => response.resume()));
  setTimeout(() => console.log('alive'), 200);`,
);
// A spool in which nobody has left anything.
mkdirSync(join(folder.path, 'tocsin-spool', 'a'), { recursive: true, mode: 0o700 });
afterAll(() => folder.remove());

describe.each(nodeBinaries())('a start on $name', ({ path }) => {
  it.each(Object.keys(apps))('reads no more than it runs, and the rest right after: %s', async (file) => {
    const { code, stdout, stderr } = await folder.run(file, { node: path, monitored: false });
    expect({ code, stderr, said: JSON.parse(stdout) }).toEqual({ code: 0, stderr: '', said: { heavy: [], atStart: 0, soon: 2 } });
  });

  it.each([
    ['', {}],
    [' where there is a spool', { XDG_STATE_HOME: folder.path }],
  ] as const)('reads nothing more in order to end%s', async (_where, env) => {
    const { code, stdout, stderr } = await folder.run('end.cjs', { node: path, monitored: false, env });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });

  it('does no harm where the rest cannot be read', async () => {
    const { code, stdout, stderr } = await folder.run('unread.cjs', { node: path, monitored: false, args: ['--no-warnings'] });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'heard mine\nalive\n', stderr: 'line\n' });
  });

  it('hands the trace on though HTTP is loaded later', async () => {
    const { code, stdout, stderr } = await folder.run('late-http.cjs', { node: path, monitored: false });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'string\n', stderr: '' });
  });
});
