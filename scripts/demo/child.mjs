import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../run/progress.mjs';
import { root } from '../run/tool.mjs';

/** A child that has not begun to listen by then will not, milliseconds. */
const START_TIMEOUT = 20_000;

/** How long a child may take to end by itself after SIGTERM, milliseconds. */
const STOP_TIMEOUT = 5_000;

/**
 * @typedef {object} Exit
 * @property {number | null} code
 * @property {string | null} signal
 *
 * @typedef {object} Child A process of the demo.
 * @property {string} name As the demo speaks of it: `the inbox`.
 * @property {number | undefined} pid
 * @property {Promise<Exit>} ended
 * @property {() => string} said All of its standard error so far.
 * @property {(pattern: RegExp) => Promise<RegExpExecArray>} ready Resolves with the first match on its standard output.
 * @property {() => Promise<void>} stop
 */

/** "exit code 1", "signal SIGKILL". @returns {string} */
export const exitInWords = (/** @type {Exit} */ { code, signal }) => (signal ? `signal ${signal}` : `exit code ${code}`);

/**
 * Starts a script of ours with the Node that runs the demo. It inherits the environment without the
 * SDK's own variables: a shell in which somebody works with the SDK must not change the demo.
 *
 * @param {string} name
 * @param {readonly string[]} command Path of the script from the root, and arguments.
 * @param {Readonly<Record<string, string>>} [env]
 * @returns {Child}
 */
export const startChild = (name, [script = '', ...args], env = {}) => {
  const path = join(root, script);
  if (!existsSync(path)) throw new Failure(`${script} is missing: run \`npm run demo\`, which builds it.`);
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(TOCSIN|SENTRY)_/.test(key)));
  const child = spawn(process.execPath, [path, ...args], { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors] = [gather(child.stdout), gather(child.stderr)];

  /** @type {Promise<Exit>} */
  const ended = new Promise((resolve) => {
    child.on('error', () => resolve({ code: 127, signal: null }));
    child.on('close', (code, signal) => resolve({ code, signal }));
  });

  return {
    name,
    pid: child.pid,
    ended,
    said: errors.text,
    ready: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output.text());
          if (!match) return;
          clearTimeout(timeout);
          resolve(match);
        };
        const timeout = setTimeout(() => reject(new Failure(`${name} did not start within ${START_TIMEOUT / 1000} s.\n${errors.text()}`)), START_TIMEOUT);
        output.onData(look);
        look();
        void ended.then((exit) => {
          clearTimeout(timeout);
          reject(new Failure(`${name} could not start (${exitInWords(exit)}): ${errors.text().trim() || 'it did not say why'}`));
        });
      }),
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
      await ended;
      clearTimeout(force);
    },
  };
};

const gather = (/** @type {import('node:stream').Readable} */ stream) => {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  return { text: () => text, onData: (/** @type {() => void} */ hear) => void stream.on('data', hear) };
};
