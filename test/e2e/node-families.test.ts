import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import { type Ended } from './app-folder';
import { useHarness } from './harness';

interface FamilyCase {
  readonly body: string;
  readonly args?: (major: number) => readonly string[];
  /** Messages of the errors that arrive. */
  readonly events: (major: number) => readonly string[];
}

const permission = (major: number): readonly string[] => [major < 24 ? '--experimental-permission' : '--permission', '--allow-fs-read=*', '--no-warnings', ...(major >= 26 ? ['--allow-net'] : [])];

/** Processes that have processes or threads, or not all rights. Both halves of a case are one file. */
const cases: Readonly<Record<string, FamilyCase>> = {
  'a child that dies': {
    body: `import { fork } from 'node:child_process';
    if (process.argv[2] === 'child') setTimeout(() => { throw new Error('in the child'); }, 5);
    else fork(process.argv[1], ['child']).on('exit', (code, signal) => console.log('child', code, signal));`,
    events: () => ['in the child'],
  },
  'a child that is ended by a signal': {
    body: `import { fork } from 'node:child_process';
    if (process.argv[2] === 'child') { setInterval(() => undefined, 1000); process.send('here'); }
    else { const child = fork(process.argv[1], ['child']); child.on('message', () => child.kill('SIGTERM')).on('exit', (code, signal) => console.log('child', code, signal)); }`,
    events: () => [],
  },
  'a worker of a cluster that dies': {
    body: `import cluster from 'node:cluster';
    if (cluster.isPrimary) cluster.fork().on('exit', (code, signal) => console.log('worker', code, signal));
    else setTimeout(() => { throw new Error('in the worker'); }, 5);`,
    events: () => ['in the worker'],
  },
  'a thread that has us too, and dies': {
    body: `import { isMainThread, Worker } from 'node:worker_threads';
    if (isMainThread) new Worker(new URL(import.meta.url));
    else setTimeout(() => { throw new Error('in the thread'); }, 5);`,
    events: () => ['in the thread'],
  },
  'a thread whose end the app takes care of': {
    body: `import { isMainThread, Worker } from 'node:worker_threads';
    if (isMainThread) new Worker(new URL(import.meta.url)).on('error', (error) => console.log('heard', error.message)).on('exit', (code) => console.log('thread', code));
    else setTimeout(() => { throw new Error('in the thread'); }, 5);`,
    // By `childProcessIntegration`: nothing else would tell of it.
    events: () => ['in the thread'],
  },
  'no right to threads or to write': {
    body: "setTimeout(() => { throw new Error('without rights'); }, 5);",
    args: permission,
    // Nobody can send while the process stands still, and nothing can be kept.
    events: () => [],
  },
  'a right to threads, none to write': {
    body: "setTimeout(() => { throw new Error('with threads'); }, 5);",
    args: (major) => [...permission(major), '--allow-worker'],
    events: () => ['with threads'],
  },
  // What a start has left unread could not be read any more. Node 26 can; Node warns of it, and what hears of warnings is among that.
  'a right to read that is given up at once': {
    body: "process.permission.drop?.('fs.read');\nprocess.emitWarning('once');\nsetTimeout(() => { throw new Error('without reading'); }, 5);",
    args: (major) => [...permission(major).filter((flag) => flag !== '--no-warnings'), '--allow-worker'],
    events: () => ['without reading'],
  },
};

const harness = useHarness();

const seen = ({ code, signal, stdout, stderr }: Ended) => ({ code, signal, stdout, stderr: stderr.replaceAll(/\(node:\d+\)/g, '(node:1)') });

describe.each(nodeBinaries())('families of processes on $name', ({ name: node, path }) => {
  const major = Number(node.replace('node', ''));
  it.each(Object.keys(cases).map((name, index) => [name, index] as const))('end as they would without us: %s', async (name, index) => {
    const { body, args, events } = cases[name] ?? { body: '', events: () => [] };
    const file = `family-${index}.mjs`;
    harness.folder.write(file, `import '#monitoring';\n${body}`);
    const run = (monitored: boolean): Promise<Ended> => harness.folder.run(file, { node: path, monitored, args: args?.(major) ?? [], env: { TOCSIN_DSN: harness.intake.dsn(`${major}${index}`) } });
    const [without, ended] = [await run(false), await run(true)];
    expect(seen(ended)).toEqual(seen(without));
    expect(harness.intake.events(`${major}${index}`).map(({ exception }) => exception?.values[0]?.value)).toEqual(events(major));
  });

  it.skipIf(process.platform !== 'linux')('end as they would without us, and send it later, where there is no room for a thread', async () => {
    const project = `${major}space`;
    const file = `space-${major}.cjs`;
    harness.folder.write(file, `const { init, captureException, flush } = require('@tocsin/node');
    init({ spool: { dir: 'space-${major}' } });
    if (process.env.LATER) flush(10_000).then(() => process.exit());
    else { captureException(new Error('in a small space')); process.exit(3); }`);
    const env = { TOCSIN_DSN: harness.intake.dsn(project) };
    expect(await harness.folder.run(file, { node: '/bin/sh', monitored: false, args: ['-c', 'ulimit -v 1600000; exec "$0" "$1"', path], env })).toMatchObject({ code: 3, signal: null, stderr: '' });
    expect(harness.intake.events(project)).toHaveLength(0);
    await harness.folder.run(file, { node: path, monitored: false, env: { ...env, LATER: '1' } });
    expect(harness.intake.events(project)).toHaveLength(1);
  });
});
