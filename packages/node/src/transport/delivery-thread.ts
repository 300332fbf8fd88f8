import { closeSync, openSync, realpathSync } from 'node:fs';
import { attempt, attemptOr } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import { codeOf } from '../code-of';
import type { Delivery } from './delivery-worker';
import { deliver } from './delivery-worker';
import { addressSpace } from './file-limit';
import { openAgent } from './open-agent';
import { openLookup } from './open-lookup';
import type { Route } from './route';

/** A thread that sends what this one, which stands still, hands over. */
export interface DeliveryThread {
  /** Once. */
  deliver(delivery: Delivery): void;
  /** For one that has nothing to do after all. */
  end(): void;
}

/** Marks a worker thread as ours, so that nobody tells of its failure as of one of the app's. */
export const OWN_WORKER = Symbol.for('tocsin.worker');

/**
 * Starts one, which takes it 25 to 50 ms, on another processor if there is one: whoever knows that something will be
 * sent starts it before that is ready. Throws where the permission model or the system's limits forbid threads.
 */
export const startThread = ({ protocol }: Pick<Route, 'protocol'>): DeliveryThread => {
  checkPlace();
  // The app's preloads would run again in the worker, and could hook or print.
  const { NODE_OPTIONS: _preloads, ...env } = attemptOr<NodeJS.ProcessEnv>({}, () => ({ ...process.env }));
  const { Worker } = loadBuiltIn('node:worker_threads');
  const worker = new Worker(`(${deliver.toString()})(require, ${openAgent.toString()}, ${openLookup.toString()});`, { eval: true, workerData: protocol, execArgv: [], env, stdout: true, stderr: true });
  Object.assign(worker, { [OWN_WORKER]: true });
  // Should the process live on after all, neither the worker nor its failure are the app's business.
  worker.on('error', () => undefined).unref();
  return { deliver: (delivery) => worker.postMessage(delivery), end: () => void worker.terminate() };
};

/** With less room for addresses no thread is started, bytes: V8 ends the process where it finds none for a thread's heap. It does with 2 GB on Node 24 and 26, not with 3. */
const LEAST_SPACE = 4 * 2 ** 30;

/** Files that a thread opens before it runs: six from Node 22 on, five before. */
const THREAD_FILES = 6;

/** Node can start no thread in a folder that is gone, nor without file descriptors, and this one would hear of it too late. */
const checkPlace = (): void => {
  if ((addressSpace() ?? Infinity) < LEAST_SPACE) throw new Error('too small an address space for a thread');
  const opened: number[] = [];
  const found = attempt(() => {
    realpathSync.native('.');
    while (opened.length < THREAD_FILES) opened.push(openSync('.', 'r'));
  });
  for (const file of opened) closeSync(file);
  if (!found.ok && ['ENOENT', 'EMFILE', 'ENFILE'].includes(codeOf(found.error))) throw found.error;
};
