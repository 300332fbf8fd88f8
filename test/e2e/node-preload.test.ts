import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// Started before the app, beside threads and under restrictions: the app is as it was, and the error
// arrives once.

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  folder.write('loud.cjs', LOUD);
  intake = await startIntake();
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

interface Case {
  readonly name: string;
  readonly file: string;
  readonly body: string;
  readonly args?: readonly string[];
  readonly options?: string;
  readonly code?: number;
  /** Messages of the events. */
  readonly arrives?: readonly string[];
  readonly from?: number;
}

// Says that it was run, by a way that a worker thread cannot be kept from.
const LOUD = "require('node:fs').writeSync(2, 'preload\\n');";
const WORKER = "new (require('node:worker_threads').Worker)('throw new Error(\"boom\")', { eval: true })";

const cases: readonly Case[] = [
  { name: '--import of an ES module', args: ['--import', './monitoring.mjs'], file: 'app.mjs', body: 'throw new Error("boom");' },
  { name: '--import for CommonJS', args: ['--import', './monitoring.mjs'], file: 'app.cjs', body: 'throw new Error("boom");' },
  { name: '--require', args: ['--require', './monitoring.cjs'], file: 'app.cjs', body: 'setTimeout(() => { throw new Error("boom"); }, 1);' },
  { name: '--require for an ES module', args: ['--require', './monitoring.cjs'], file: 'app.mjs', body: 'await null;\nthrow new Error("boom");' },
  { name: 'NODE_OPTIONS', options: '--require ./monitoring.cjs', file: 'app.cjs', body: 'throw new Error("boom");' },
  { name: 'NODE_OPTIONS with another preload, which runs once', options: '--require ./loud.cjs --require ./monitoring.cjs', file: 'app.cjs', body: 'throw new Error("boom");' },
  { name: 'another preload on the command line, which runs once', args: ['--require', './loud.cjs', '--require', './monitoring.cjs'], file: 'app.cjs', body: 'throw new Error("boom");' },
  { name: 'an error in a worker thread that was preloaded too', args: ['--require', './monitoring.cjs'], file: 'app.cjs', body: `${WORKER};` },
  // It ends the worker, so it is told (`childProcessIntegration`); what becomes of the process is the parent's to say.
  { name: 'a worker thread whose parent takes its error', args: ['--require', './monitoring.cjs'], file: 'app.cjs', body: `${WORKER}.on('error', (error) => console.log('caught', error.message));`, code: 0 },
  { name: 'a child process', args: ['--require', './monitoring.cjs'], file: 'app.cjs', body: "if (!process.send) require('node:child_process').fork(__filename).on('exit', (code) => process.exit(code));\nelse throw new Error('boom');" },
  // No threads, so no last words: nothing else may change.
  { name: 'the permission model', args: ['--permission', '--allow-fs-read=*', '--require', './monitoring.cjs'], file: 'app.cjs', body: 'throw new Error("boom");', from: 24, arrives: [] },
];

/**
 * Node 20 may hear of a worker's error by its message or by its exit, whichever is read first on a busy
 * machine: two inner frames more or less, with and without us. Nothing else is taken out.
 */
const normalised = (text: string): string => text.replace(/^ +at \[kOnExit\].*\n +at Worker\.<computed>\.onexit.*\n/m, '');

/** The stand-in is preloaded where the SDK is not wanted: so the command line has the same length. */
const bareOf = (text: string): string => text.replace('./monitoring.', './bare.');

describe.each(nodeBinaries())('on $name', ({ name, path }) => {
  const major = Number(name.slice('node'.length));
  const possible = cases.map((each, index) => ({ ...each, index })).filter(({ from = 0 }) => major >= from);

  it.concurrent.each(possible)('$name', async ({ file, body, args = [], options = '', code = 1, arrives = ['boom'], index }) => {
    const project = `${name}-${index}`;
    folder.write(`${project}-${file}`, body);
    const run = (of: (text: string) => string, env: Readonly<Record<string, string>> = {}) => folder.run(`${project}-${file}`, { node: path, monitored: false, args: args.map(of), env: { ...env, NODE_OPTIONS: of(options) } });
    const bare = await run(bareOf);
    const monitored = await run((text) => text, { TOCSIN_DSN: intake.dsn(project) });
    expect(bare).toMatchObject({ code, signal: null });
    expect({ ...monitored, stderr: normalised(monitored.stderr), elapsed: 0 }).toEqual({ ...bare, stderr: normalised(bare.stderr), elapsed: 0 });
    expect(intake.events(project).map(({ exception }) => exception?.values.at(-1)?.value)).toEqual(arrives);
  });
});
