import type { Report } from '@tocsin/core';
import type { Answer, BeginPostSync, PostSync } from '@tocsin/core/platform';
import { attempt } from '@tocsin/core/platform';
import type { DeliveryThread } from './delivery-thread';
import { startThread } from './delivery-thread';
import { isOnTheWay } from './redirect';
import type { Route } from './route';

/** What {@link createPostSync} needs. */
export interface PostSyncOptions {
  readonly route: Route;
  /** How long this thread may stand still from now on, milliseconds. */
  readonly budget: () => number;
  readonly report: Report;
  /** Gives the thread that sends, or throws. Default: one that is started then. */
  readonly thread?: ((route: Route) => DeliveryThread) | undefined;
}

/**
 * Posts from a process that is dying and has no event loop any more: a worker thread sends while this thread stands still.
 */
export const createPostSync = (options: PostSyncOptions): PostSync => {
  const begin = beginPostSync(options);
  return (bodies) => begin(bodies)();
};

/** {@link createPostSync} for several servers at a time: this thread goes on, and stands still when it asks for the answers. */
export const beginPostSync =
  ({ route, budget, report, thread = startThread }: PostSyncOptions): BeginPostSync =>
  (bodies) => {
    const start = performance.now();
    const timeout = budget();
    if (timeout <= 0) return () => [];
    const cells = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (bodies.length + 1)));
    const started = attempt(() => thread(route).deliver({ route, bodies, behind: orderOf(bodies), cells, timeout }));
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

/** Stands still until `wanted` answers are counted or the time is up, of which starting the thread has taken a part. */
const waitFor = (cells: Int32Array, wanted: number, { start, timeout }: { readonly start: number; readonly timeout: number }): void => {
  for (;;) {
    const answered = Atomics.load(cells, 0);
    const left = timeout - (performance.now() - start);
    // Tests may have stopped the clock: `timed-out` is then all that tells of time.
    if (answered >= wanted || left <= 0 || Atomics.wait(cells, 0, answered, left) === 'timed-out') return;
  }
};
