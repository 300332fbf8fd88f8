import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from './progress.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const binaries = join(root, 'node_modules', '.bin');

/** The Node the project is developed with; it comes from npm, see optionalDependencies. */
const PROJECT_NODE = 24;

/**
 * The Node that everything but the installation runs on: the project's own, whatever the machine
 * has. Where npm carries none for the platform, the machine's Node has to be new enough.
 */
export const projectNode = () => {
  const own = join(binaries, 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= PROJECT_NODE) return process.execPath;
  throw new Failure(`npm has no Node ${PROJECT_NODE} for ${process.platform} ${process.arch}, and the Node of this machine is ${process.versions.node}. Install Node ${PROJECT_NODE} and run the command again.`);
};

/** What tools inherit: our own binaries come first, so that `node` means the project's Node; and no colours in a log file. */
export const toolEnvironment = () => ({
  ...(process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1' }),
  ...process.env,
  PATH: [binaries, process.env.PATH ?? ''].join(delimiter),
});

/**
 * @typedef {object} ToolOptions
 * @property {string} [cwd] Default: the root of the repository.
 * @property {NodeJS.ProcessEnv} [env] Default: {@link toolEnvironment}.
 * @property {boolean} [shell] `command` is a whole command line, as in a package.json script.
 *
 * @typedef {{ readonly code: number, readonly output: string }} ToolResult
 * Exit code (127 when it could not be started) and what it wrote on both streams, in order.
 */

/** @param {string} command @param {readonly string[]} args @param {ToolOptions & { stdio: 'inherit' | 'pipe' }} options @returns {Promise<ToolResult>} */
const run = (command, args, { cwd = root, env = toolEnvironment(), shell = false, stdio }) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['inherit', stdio, stdio] });
    /** @type {Buffer[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
    const undo = passSignalsTo(child);
    const finish = (/** @type {number} */ code, said = '') => {
      undo();
      const output = Buffer.concat(chunks).toString() + said;
      // Some tools paint as soon as they find `CI`, whoever reads them.
      resolve({ code, output: process.stdout.isTTY ? output : stripVTControlCharacters(output) });
    };
    child.on('error', (error) => finish(127, String(error)));
    child.on('close', (code, signal) => finish(code ?? 1, signal ? `\nended by ${signal}` : ''));
  });

/**
 * Ctrl-C reaches the child by itself, as part of the terminal's group: we only have to outlive it.
 * What is sent to us alone is passed on. Answers the undo.
 */
const passSignalsTo = (/** @type {import('node:child_process').ChildProcess} */ child) => {
  const wait = () => {};
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', wait);
  process.on('SIGTERM', pass);
  return () => {
    process.off('SIGINT', wait);
    process.off('SIGTERM', pass);
  };
};

/** Runs a tool in silence and hands over what it said: for phases that matter only when they fail. @param {string} command @param {readonly string[]} args @param {ToolOptions} [options] */
export const quietTool = (command, args, options) => run(command, args, { ...options, stdio: 'pipe' });

/** Runs a tool on our own streams: for what a person wants to watch. @param {string} command @param {readonly string[]} args @param {ToolOptions} [options] */
export const streamTool = (command, args, options) => run(command, args, { ...options, stdio: 'inherit' });

/** The path of a tool among the project's own binaries. */
export const binary = (/** @type {string} */ name) => join(binaries, name);
