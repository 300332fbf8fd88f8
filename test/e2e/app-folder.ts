import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The module systems that apps are written in. */
export type Format = 'mjs' | 'cjs';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From start to end, milliseconds. */
  readonly elapsed: number;
}

/** What to start. */
export interface Start {
  /** The executable. */
  readonly node: string;
  /** Whether `#monitoring` is the SDK or a stand-in that does nothing. */
  readonly monitored: boolean;
  /** What comes before the file on the command line. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is killed. Default 20,000. */
  readonly timeout?: number;
}

/** A folder with the packages installed, in which apps are written and run. */
export interface AppFolder {
  readonly path: string;
  readonly write: (file: string, source: string) => void;
  /** Runs an app and waits for its end. */
  readonly run: (file: string, start: Start) => Promise<Ended>;
  readonly remove: () => void;
}

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** What apps use. */
const names = ['captureException', 'captureMessage', 'close', 'flush', 'setTag', 'stats'];
/** The usual second is too short for a machine that runs many tests at a time; deadlines have tests of their own. */
export const patiently = '{ "shutdownTimeout": 10000 }';
const START = `init(JSON.parse(process.env.INIT_OPTIONS || '${patiently}'));`;
const standIns = names.map((name) => `${name}: () => undefined`).join(', ');

/**
 * An app says `#monitoring` and gets the built SDK or stand-ins, by a condition on the command line:
 * so the very same file, with the same lines, runs with and without.
 */
const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    imports: { '#monitoring': { monitored: { import: './monitoring.mjs', require: './monitoring.cjs' }, default: { import: './bare.mjs', require: './bare.cjs' } } },
  }),
  'monitoring.mjs': `import { init } from '@tocsin/node';\nexport { ${names.join(', ')} } from '@tocsin/node';\n${START}\n`,
  'monitoring.cjs': `const { init } = module.exports = require('@tocsin/node');\n${START}\n`,
  'bare.mjs': `export const { ${names.join(', ')} } = { ${standIns} };\n`,
  'bare.cjs': `module.exports = { ${standIns} };\n`,
};

/** What a process needs to run at all, nothing of the test runner's; its spool lies in the folder, and none of others is found. */
const environment = (home: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({ PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, ...more });

/** Makes the folder, with the packages linked into its `node_modules`. */
export const createAppFolder = (): AppFolder => {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-app-'));
  mkdirSync(join(path, 'node_modules', '@tocsin'), { recursive: true });
  symlinkSync(join(packages, 'node'), join(path, 'node_modules', '@tocsin', 'node'));
  const write = (file: string, source: string): void => writeFileSync(join(path, file), source);
  for (const [file, source] of Object.entries(files)) write(file, source);

  return {
    path,
    write,
    remove: () => rmSync(path, { recursive: true }),
    run: (file, { node, monitored, args = [], env, timeout = 20_000 }) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const conditions = monitored ? ['--conditions=monitored'] : [];
        const child = spawn(node, [...conditions, ...args, file], { cwd: path, env: environment(path, env), stdio: ['ignore', 'pipe', 'pipe'], timeout, killSignal: 'SIGKILL' });
        let [stdout, stderr] = ['', ''];
        child.stdout.setEncoding('utf8').on('data', (text) => (stdout += String(text)));
        child.stderr.setEncoding('utf8').on('data', (text) => (stderr += String(text)));
        child.once('error', reject);
        child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr, elapsed: performance.now() - startedAt }));
      }),
  };
};
