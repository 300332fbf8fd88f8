import type * as http from 'node:http';
import type * as threads from 'node:worker_threads';
import type { RequireBuiltIn } from '../built-in';
import type { openAgent } from './open-agent';
import type { openLookup } from './open-lookup';
import type { Route } from './route';

/** What the worker is handed: data only, because functions and agents cannot be cloned. */
export interface Delivery {
  readonly route: Route;
  readonly bodies: readonly (string | Uint8Array)[];
  /** For each body the one that has to be there before it, if there is one. */
  readonly behind: readonly (number | undefined)[];
  /** Shared with the thread that waits. Cell 0 counts answers, cell n + 1 takes the status of body n. */
  readonly cells: Int32Array;
  /** Milliseconds for each request. */
  readonly timeout: number;
}

/**
 * Runs inside the worker, as text, and waits there for what it is to send. It may use nothing from outside but
 * its parameters, so it has no functions with names of their own, nor spreads: bundlers put helpers for these
 * outside. `workerData` is the protocol that it will most likely need. A body that gets no answer is counted with
 * status -1, so that the waiting thread never waits in vain. The newest goes first: it says why. What one has to
 * wait for comes before it, with an answer or without.
 */
export const deliver = (require: RequireBuiltIn, open: typeof openAgent, lookUp: typeof openLookup): void => {
  const worker: typeof threads = require('node:worker_threads');
  // Read while the other thread still makes what is to be sent.
  const likely: Pick<typeof http, 'request'> = require(worker.workerData === 'https:' ? 'node:https' : 'node:http');
  worker.parentPort?.once('message', ({ route, bodies, behind, cells, timeout }: Delivery) => {
    const client = route.protocol === worker.workerData ? likely : require(route.protocol === 'https:' ? 'node:https' : 'node:http');
    // The system is not asked where name servers are silent: the process would wait for it.
    const agent = open(require, Object.assign({ idle: timeout, hold: timeout, connect: timeout, lookup: lookUp(require, { first: timeout, most: Infinity }) }, route));
    // A connection for each of thousands would take every file descriptor: of 2,000 events, with 256 descriptors, 229 arrive so, and all of them over eight.
    agent.maxSockets = 8;

    const delivery = {
      finish(index: number, status: number): void {
        if (Atomics.compareExchange(cells, index + 1, 0, status) !== 0) return;
        Atomics.add(cells, 0, 1);
        Atomics.notify(cells, 0);
        delivery.begin(index);
      },
      /** Posts what comes behind one, or behind none; a request that cannot even be made (a malformed header) must not keep the others waiting. */
      begin(before?: number): void {
        for (let index = bodies.length - 1; index >= 0; index--) {
          if (behind[index] !== before) continue;
          try {
            delivery.post(bodies[index] || '', index);
          } catch {
            delivery.finish(index, -1);
          }
        }
      },
      post(body: string | Uint8Array, index: number): void {
        const request = client.request({ protocol: route.protocol, hostname: route.hostname, port: route.port, path: route.path, method: 'POST', agent, timeout, headers: Object.assign({ 'content-length': String(body.length) }, route.headers) }, (response) => {
          response.on('error', () => undefined).resume();
          delivery.finish(index, response.statusCode || -1);
        });
        request.on('timeout', () => request.destroy());
        request.on('error', () => delivery.finish(index, -1));
        request.end(body);
      },
    };

    delivery.begin();
  });
};
