import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import { patiently } from './app-folder';
import { useHarness } from './harness';

// What loading, starting and closing leave behind in a process, and what a wrong set-up prints.

const harness = useHarness();

// Node itself opens them when it first closes a socket.
const TRACES = `void [process.stdout, process.stderr];
const traces = () => ({
  listeners: process.eventNames().map((name) => \`\${String(name)} \${process.listenerCount(name)}\`),
  resources: process.getActiveResourcesInfo(),
  globals: Reflect.ownKeys(globalThis).map(String),
  stackTraceLimit: [Error.stackTraceLimit],
  prepareStackTrace: [String(Error.prepareStackTrace)],
});
const compare = (before, after) => {
  for (const key of Object.keys(before)) {
    const [lost, found] = [before[key].filter((x) => !after[key].includes(x)), after[key].filter((x) => !before[key].includes(x))];
    if (lost.length + found.length > 0 || before[key].length !== after[key].length) console.log('changed:', key, lost, found);
  }
  console.log('compared');
};\n`;

describe.each(nodeBinaries())('on $name', ({ name, path }) => {
  /** Runs a CommonJS app that starts the SDK itself. */
  const run = (file: string, source: string, env: Readonly<Record<string, string>> = {}) => {
    harness.folder.write(`${name}-${file}`, source);
    return harness.folder.run(`${name}-${file}`, { node: path, monitored: false, env });
  };
  const unchanged = { code: 0, signal: null, stdout: 'compared\n', stderr: '' };
  const COMPARE = 'compare(before, traces());';

  it.concurrent.each([
    ['require.cjs', `${TRACES}const before = traces();\nrequire('@tocsin/node');\n${COMPARE}`],
    ['import.mjs', `${TRACES}const before = traces();\nawait import('@tocsin/node');\n${COMPARE}`],
  ])('loading does nothing (%s)', async (file, source) => {
    expect(await run(file, source)).toMatchObject(unchanged);
  });

  it.concurrent('starting keeps nothing alive', async () => {
    const source = `${TRACES}const { init } = require('@tocsin/node');\nconst before = traces();\ninit();\ncompare({ resources: before.resources }, traces());`;
    expect(await run('start.cjs', source, { TOCSIN_DSN: harness.intake.dsn('start') })).toMatchObject(unchanged);
  });

  it.concurrent('closing leaves nothing behind', async () => {
    const source = `${TRACES}const { init, captureException, close } = require('@tocsin/node');
setTimeout(() => {
  const before = traces();
  init();
  captureException(new Error('mine'));
  close().then((flushed) => setTimeout(() => { if (!flushed) console.log('not flushed'); ${COMPARE} }, 300));
}, 1);`;
    expect(await run('close.cjs', source, { TOCSIN_DSN: harness.intake.dsn(`${name}-close`) })).toMatchObject(unchanged);
    expect(harness.intake.events(`${name}-close`)).toHaveLength(1);
  });

  it.concurrent('closing with an unreachable server leaves nothing behind', async () => {
    const source = `${TRACES}const { init, captureException, close } = require('@tocsin/node');
setTimeout(() => {
  const before = traces();
  init({ dsn: 'http://k@127.0.0.1:9/1' });
  captureException(new Error('mine'));
  close(100).then((flushed) => setTimeout(() => { if (flushed) console.log('flushed'); ${COMPARE} }, 100));
}, 1);`;
    expect(await run('close-unreachable.cjs', source)).toMatchObject(unchanged);
  });

  it.concurrent('starting again and again leaves one set of listeners', async () => {
    const source = `const { init, close } = require('@tocsin/node');
const { ClientRequest } = require('node:http');
const count = () => process.listenerCount('uncaughtExceptionMonitor') + process.listenerCount('exit');
const methods = () => [console.log, console.error, ClientRequest.prototype._implicitHeader];
const before = methods();
for (let n = 0; n < 30; n++) init();
const settled = setInterval(() => {
  if (count() > 2) return;
  clearInterval(settled);
  console.log(count());
  close().then(() => console.log(count(), methods().every((method, at) => method === before[at])));
}, 10);`;
    expect(await run('again.cjs', source, { TOCSIN_DSN: harness.intake.dsn('again') })).toMatchObject({ code: 0, stdout: '2\n0 true\n', stderr: '' });
  });

  it.concurrent('two copies, one of each format, report an error once', async () => {
    const source = `const esm = import('@tocsin/node');\nrequire('@tocsin/node').init();\nesm.then(({ init }) => { init(${patiently}); throw new Error('boom'); });`;
    const project = `${name}-copies`;
    expect(await run('copies.cjs', source, { TOCSIN_DSN: harness.intake.dsn(project) })).toMatchObject({ code: 1 });
    expect(harness.intake.events(project)).toHaveLength(1);
  });

  it.concurrent.each([
    ['no DSN', {}, /^\[tocsin\] T1001: No DSN, [^\n]+\n/],
    ['a malformed DSN', { TOCSIN_DSN: 'https://s3cr3t:s3cr3t@/1' }, /^\[tocsin\] T1002: DSN is not usable: [^\n]+\n/],
    ['a switched-off SDK', { TOCSIN_DSN: 'nonsense', INIT_OPTIONS: '{"enabled":false}' }, /^/],
  ])('%s costs at most one line, and the app dies as ever', async (what, env, line) => {
    const file = `${name}-${what.replaceAll(' ', '-')}.cjs`;
    harness.folder.write(file, "const { captureException } = require('#monitoring');\ncaptureException(new Error('mine'));\nthrow new Error('boom');");
    const bare = await harness.folder.run(file, { node: path, monitored: false });
    const monitored = await harness.folder.run(file, { node: path, monitored: true, env });
    expect(monitored.stderr).toMatch(line);
    expect(monitored.stderr).not.toContain('s3cr3t');
    expect({ code: monitored.code, stderr: monitored.stderr.replace(line, '') }).toEqual({ code: 1, stderr: bare.stderr });
  });

  it.concurrent('a diagnostic into a closed pipe does no harm', async () => {
    const file = `${name}-pipe.cjs`;
    harness.folder.write(file, "process.stdin.resume().on('end', () => { require('@tocsin/node').init(); setTimeout(() => console.log('alive'), 50); });");
    const child = spawn(path, [join(harness.folder.path, file)], { env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += String(text)));
    child.stderr.destroy();
    child.stdin.end();
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'alive\n' });
  });
});
