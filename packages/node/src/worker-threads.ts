import { createRequire } from 'node:module';
import type * as threads from 'node:worker_threads';

/**
 * `node:worker_threads`, loaded only when a process dies: at the start it would cost several
 * milliseconds, as much as all of our own code. Synchronous, in ES modules too.
 */
export const loadWorkerThreads = (): typeof threads => createRequire(process.execPath)('node:worker_threads');
