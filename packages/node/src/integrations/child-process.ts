import type { ChildProcess } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { errorMonitor } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Integration } from '@tocsin/core';
import { addBreadcrumb, captureException } from '@tocsin/core';
import { attemptOr, whileBound } from '@tocsin/core/platform';
import { hearChannel } from '../hear-channel';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { flag } from '../options/kinds';
import { OWN_WORKER } from '../transport/delivery-thread';
import { raiseLimit } from './listener-limit';

/** Options of {@link childProcessIntegration}. */
export interface ChildProcessOptions {
  /** Tells the arguments of a child process; they may hold secrets of which nobody knows the shape. Default `false`. */
  readonly includeChildProcessArgs?: boolean | undefined;
  /** Captures errors that end worker threads and that a listener of the app takes. Default `true`; those that nobody takes end the process, and are captured as such. */
  readonly captureWorkerErrors?: boolean | undefined;
}

const kinds: KindsOf<ChildProcessOptions> = { includeChildProcessArgs: flag, captureWorkerErrors: flag };

interface Started {
  readonly process: ChildProcess;
}

interface StartedWorker {
  readonly worker: Worker;
}

/** What an error says: an app may emit anything as one. */
const said = (read: () => unknown): string => attemptOr('[Unreadable]', () => String(read()));

/** Remembers how it ended, if not well. */
const watchChild = (child: ChildProcess, run: (remember: () => void) => void, withArguments: boolean): void => {
  const remember = (message: string, level: 'warning' | 'error'): void =>
    run(() => addBreadcrumb({ category: 'child_process', level, message, data: { spawnfile: child.spawnfile, ...(withArguments && { spawnargs: child.spawnargs }) } }));
  raiseLimit(child).once('exit', (code, signal) => {
    if (code !== 0) remember(`Child process ended with ${code === null ? String(signal) : `exit code ${code}`}`, 'warning');
  });
  // As a listener for `error` we would take it from the app. The types know the monitor of plain emitters only.
  (child as EventEmitter).once(errorMonitor, (error: unknown) => remember(`Child process failed: ${said(() => (error instanceof Error ? error.message : error))}`, 'error'));
};

const watchWorker = (worker: Worker, run: (report: () => void) => void, capture: boolean): void => {
  // It has none when it has ended.
  const { threadId } = worker;
  worker.once(errorMonitor, (error: unknown) =>
    run(() => {
      if (OWN_WORKER in worker) return;
      addBreadcrumb({ category: 'worker_thread', level: 'error', message: `Worker thread ended by ${said(() => error)}`, data: { threadId } });
      if (capture && worker.listenerCount('error') > 0) captureException(error, { mechanism: { type: 'auto.child_process.worker_thread', handled: false, data: { threadId: String(threadId) } } });
    }),
  );
};

/**
 * Remembers child processes that fail, and worker threads that end by an error, as breadcrumbs; captures what
 * ends a worker though the app listens. Decides nothing about either.
 */
export const childProcessIntegration = (options?: ChildProcessOptions): Integration => ({
  name: 'ChildProcess',
  setup(client) {
    const { includeChildProcessArgs = false, captureWorkerErrors = true } = usableOptions(options, kinds, { name: 'ChildProcess', report: client.report });
    const run = whileBound(client, (act: () => void) => act());
    const ignoreChildren = hearChannel('child_process', (started: Started) => run(() => watchChild(started.process, run, includeChildProcessArgs)));
    const ignoreWorkers = hearChannel('worker_threads', (started: StartedWorker) => run(() => watchWorker(started.worker, run, captureWorkerErrors)));
    return () => {
      ignoreChildren();
      ignoreWorkers();
    };
  },
});
