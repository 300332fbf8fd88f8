import { Worker } from 'node:worker_threads';
import type { Answer, Destination, PostSync } from '@tocsin/core/platform';
import { deliver } from './delivery-worker';
import type { Delivery } from './delivery-worker';
import { requestFor } from './sender';

/** Bodies delivered at a death, at most; the newest, because the last one says why. */
const MAX_BODIES = 100;

/**
 * Posts from a process that is dying and has no event loop any more: a worker thread, started then
 * and there, sends while this thread stands still, at most `budget()` milliseconds.
 */
export const createPostSync =
  (destination: Destination, budget: () => number): PostSync =>
  (bodies) => {
    const skipped = Math.max(0, bodies.length - MAX_BODIES);
    const sent = bodies.slice(skipped);
    const timeout = budget();
    if (timeout <= 0) return [];
    // Cell 0 counts the answers, cell n + 1 holds the status of body n.
    const cells = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (sent.length + 1)));
    startWorker({ ...requestFor(destination), bodies: sent, cells, timeout });
    waitFor(cells, sent.length, timeout);
    const answers = sent.map((_body, index) => answerOf(Atomics.load(cells, index + 1)));
    return [...Array.from({ length: skipped }, () => undefined), ...answers];
  };

const answerOf = (status: number): Answer | undefined => (status > 0 ? { status, header: () => undefined } : undefined);

const startWorker = (delivery: Delivery): void => {
  // The app's preloads would run again in the worker, and could hook or print.
  const { NODE_OPTIONS: _preloads, ...env } = process.env;
  // Some bundlers wrap function names in a helper of theirs, which does not exist in the worker.
  const source = `const __name = (value) => value; (${deliver.toString()})(require);`;
  new Worker(source, { eval: true, workerData: delivery, execArgv: [], env, stdout: true, stderr: true }).unref();
};

const waitFor = (cells: Int32Array, wanted: number, timeout: number): void => {
  const start = performance.now();
  for (;;) {
    const answered = Atomics.load(cells, 0);
    const left = timeout - (performance.now() - start);
    if (answered >= wanted || left <= 0) return;
    Atomics.wait(cells, 0, answered, left);
  }
};
