import { closeSync, openSync, realpathSync } from 'node:fs';
import type { Report } from '@tocsin/core';
import type { Answer, BeginPostSync, PostSync } from '@tocsin/core/platform';
import { attempt, attemptOr } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import type { Delivery } from './delivery-worker';
import { deliver } from './delivery-worker';
import { addressSpace } from './file-limit';
import { openAgent } from './open-agent';
import { openLookup } from './open-lookup';
import { isOnTheWay } from './redirect';
import type { Route } from './route';
import { codeOf } from '../spool/code-of';

/** What {@link createPostSync} needs. */
export interface PostSyncOptions {
  readonly route: Route;
  /** How long this thread may stand still from now on, milliseconds. */
  readonly budget: () => number;
  readonly report: Report;
}

/**
 * Posts from a process that is dying and has no event loop any more: a worker thread, started then
 * and there, sends while this thread stands still.
 */
export const createPostSync = (options: PostSyncOptions): PostSync => {
  const begin = beginPostSync(options);
  return (bodies) => begin(bodies)();
};

/** {@link createPostSync} for several servers at a time: this thread goes on, and stands still when it asks for the answers. */
export const beginPostSync =
  ({ route, budget, report }: PostSyncOptions): BeginPostSync =>
  (bodies) => {
    const start = performance.now();
    const timeout = budget();
    if (timeout <= 0) return () => [];
    const cells = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (bodies.length + 1)));
    const started = attempt(() => startWorker({ route, bodies, behind: orderOf(bodies), cells, timeout }));
    if (!started.ok) {
      // The permission model or the system's limits may forbid threads, and one needs a folder.
      report({ code: 'T3005', cause: started.error });
      return () => [];
    }
    return () => {
      waitFor(cells, bodies.length, { start, timeout });
      return bodies.map((_body, index) => answerOf(Atomics.load(cells, index + 1)));
    };
  };

/** Characters of an envelope among which the id of a check-in stands: it begins the payload. */
const HEAD = 1000;

/** Of the check-ins of one turn of a job, the end must not be there before the beginning. */
const orderOf = (bodies: readonly (string | Uint8Array)[]): readonly (number | undefined)[] => {
  const last = new Map<string, number>();
  return bodies.map((body, index) => {
    const [, id] = (typeof body === 'string' && /\n{"check_in_id":"(\w+)"/.exec(body.slice(0, HEAD))) || [];
    if (id === undefined) return undefined;
    const before = last.get(id);
    last.set(id, index);
    return before;
  });
};

const answerOf = (status: number): Answer | undefined => (status > 0 && !isOnTheWay(status) ? { status, header: () => undefined } : undefined);

/** Marks a worker thread as ours, so that nobody tells of its failure as of one of the app's. */
export const OWN_WORKER = Symbol.for('tocsin.worker');

/** V8 ends the process where it finds no room for a thread's heap, bytes: it does with 2 GB on Node 24 and 26, not with 3. */
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

const startWorker = (delivery: Delivery): void => {
  checkPlace();
  // The app's preloads would run again in the worker, and could hook or print.
  const { NODE_OPTIONS: _preloads, ...env } = attemptOr<NodeJS.ProcessEnv>({}, () => ({ ...process.env }));
  const { Worker } = loadBuiltIn('node:worker_threads');
  const worker = new Worker(`(${deliver.toString()})(require, ${openAgent.toString()}, ${openLookup.toString()});`, { eval: true, workerData: delivery, execArgv: [], env, stdout: true, stderr: true });
  Object.assign(worker, { [OWN_WORKER]: true });
  // Should the process live on after all, neither the worker nor its failure are the app's business.
  worker.on('error', () => undefined).unref();
};

/** Stands still until `wanted` answers are counted or the time is up, of which starting the thread has taken a part. */
const waitFor = (cells: Int32Array, wanted: number, { start, timeout }: { readonly start: number; readonly timeout: number }): void => {
  for (;;) {
    const answered = Atomics.load(cells, 0);
    const left = timeout - (performance.now() - start);
    // Tests may have stopped the clock: `timed-out` is then all that tells of time.
    if (answered >= wanted || left <= 0 || Atomics.wait(cells, 0, answered, left) === 'timed-out') return;
  }
};
