import type { Integration } from '@tocsin/core';
import { attempt, attemptOr } from '@tocsin/core/platform';

/** Asks the host not to freeze or end the process before a promise has settled. */
export type WaitUntil = (promise: Promise<unknown>) => unknown;

/** Where Vercel keeps what belongs to the request that is being served. */
const VERCEL_REQUEST = Symbol.for('@vercel/request-context');

const vercelWaitUntil = (): WaitUntil | undefined =>
  attemptOr(undefined, () => {
    const requests: { readonly get: () => { waitUntil?: WaitUntil } | undefined } | undefined = Reflect.get(globalThis, VERCEL_REQUEST);
    const request = requests?.get();
    return request?.waitUntil && ((promise: Promise<unknown>) => request.waitUntil?.(promise));
  });

/**
 * Where a host freezes a process as soon as it has answered: each captured event asks it to wait until that event
 * is delivered, two seconds at most. By `given`, else by what Vercel has for the request.
 */
export const waitUntilIntegration = (given?: WaitUntil): Integration => ({
  name: 'WaitUntil',
  setup(client) {
    client.addEventProcessor((event) => {
      const waitUntil = given ?? vercelWaitUntil();
      // Outside of a request some refuse, at once or by a promise, and there is nothing to hold.
      if (waitUntil) attempt(() => void Promise.resolve(waitUntil(client.flush())).catch(() => undefined));
      return event;
    });
  },
});
