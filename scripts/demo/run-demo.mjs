import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, say } from '../run/progress.mjs';
import { exitInWords, startChild } from './child.mjs';
import { demonstrate } from './demonstrate.mjs';

/**
 * @typedef {import('./options.mjs').DemoOptions} DemoOptions
 * @typedef {import('./child.mjs').Child} Child
 * @typedef {(name: string, command: readonly string[], env?: Readonly<Record<string, string>>) => Child} Start
 */

/** Exit code of a program that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/** Runs the demo and answers its exit code. Whatever happens, no process and no file of it is left behind. */
export const runDemo = async (/** @type {DemoOptions} */ options) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-demo-'));
  const stopped = stopSignal();
  /** @type {Child[]} */
  const children = [];
  /** @type {Start} */
  const start = (...command) => {
    if (stopped.yet()) throw new Failure('interrupted');
    const child = startChild(...command);
    children.push(child);
    return child;
  };
  try {
    const demonstration = demonstrate({ options, file: join(folder, 'inbox.sqlite'), start, stopped: stopped.promise });
    const shown = await Promise.race([demonstration, stopped.promise]);
    if (!shown) {
      say('\nInterrupted before the end.');
      return INTERRUPTED;
    }
    if (options.once) say('Each step happened. Everything ends here; without --once it stays up.');
    else await stayUp(shown, stopped.promise);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`  ✗ ${error.message}\n\nThe demo failed.`);
    return 1;
  } finally {
    stopped.forget();
    await Promise.all(children.map((child) => child.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Until Ctrl-C. @param {{ readonly inbox: Child, readonly shop: (claim: string) => Promise<{ readonly child: Child }> }} shown @param {Promise<void>} stopped */
const stayUp = async ({ inbox, shop }, stopped) => {
  const { child } = await shop('The shop is up again');
  say('\nCtrl-C ends everything.');
  await Promise.race([stopped, fails(inbox), fails(child)]);
  say('\nStopping.');
};

/** Ctrl-C reaches the children as well: their end may be noticed before our own signal, milliseconds. */
const SIGNAL_GRACE = 300;

const fails = async (/** @type {Child} */ { name, ended }) => {
  const exit = await ended;
  await sleep(SIGNAL_GRACE);
  throw new Failure(`${name} ended by itself (${exitInWords(exit)}).`);
};

/** Ctrl-C, or the polite request to end. */
const stopSignal = () => {
  let yet = false;
  /** @type {() => void} */
  let tell = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise((resolve) => {
    tell = resolve;
  });
  const stop = () => {
    yet = true;
    tell();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
  return {
    promise,
    yet: () => yet,
    forget() {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
    },
  };
};
