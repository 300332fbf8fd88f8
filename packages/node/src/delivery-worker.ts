/** What the worker gets: data only, because functions and agents cannot be cloned. */
export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly (string | Uint8Array)[];
  /** Shared with the thread that waits. Cell 0 counts answers, cell n + 1 takes the status of body n. */
  readonly cells: Int32Array;
  /** Milliseconds for each request. */
  readonly timeout: number;
}

/**
 * Runs inside the worker, as text: it may use nothing from outside but its parameter. A body that
 * gets no answer is counted with status 0, so that the waiting thread never waits in vain.
 */
export const deliver = (require: NodeJS.Require): void => {
  const worker: typeof import('node:worker_threads') = require('node:worker_threads');
  const { url, headers, bodies, cells, timeout }: Delivery = worker.workerData;
  const client: typeof import('node:http') = require(url.startsWith('https:') ? 'node:https' : 'node:http');
  const agent = new client.Agent({ keepAlive: true, maxSockets: 8 });

  const finish = (index: number, status: number): void => {
    if (Atomics.compareExchange(cells, index + 1, 0, status) !== 0) return;
    Atomics.add(cells, 0, 1);
    Atomics.notify(cells, 0);
  };

  const post = (body: string | Uint8Array, index: number): void => {
    const length = { 'content-length': String(body.length) };
    const request = client.request(url, { method: 'POST', agent, timeout, headers: { ...headers, ...length } }, (response) => {
      response.resume();
      finish(index, response.statusCode ?? -1);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => finish(index, -1));
    request.end(body);
  };

  bodies.forEach((body, index) => {
    try {
      post(body, index);
    } catch {
      // A request that cannot even be made (a malformed header) must not keep the others waiting.
      finish(index, -1);
    }
  });
};
