import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Undo } from '@tocsin/core';
import { attempt, stayInScopes } from '@tocsin/core/platform';
import { createEmitWraps } from './wrap-emit';

/** Published right before a server's listeners hear of a request. */
const REQUEST_START = 'http.server.request.start';

/** What a connection tells of no request that has begun. */
const BETWEEN: ReadonlySet<unknown> = new Set(['clientError', 'upgrade', 'connect']);

/**
 * Between two requests a connection belongs to none: what it tells then is heard outside of all. (On Node 20 and 22
 * it would be heard in the scopes of the request before, into which the start of that has stepped.)
 */
export const leaveBetween = (): Undo => {
  const wraps = createEmitWraps((event, proceed) => (BETWEEN.has(event[0]) ? stayInScopes(proceed) : proceed()));
  const onStart = (message: unknown): void => {
    // What the channel carries is documented by Node.
    const { server } = message as { readonly server: object };
    // The request is the app's, whatever comes of this.
    if (!attempt(() => wraps.wrapClassOf(server)).ok) return;
    // What a listener throws would have our functions in its stack, and Node would print them when the process dies of it.
    wraps.spare(server);
  };
  subscribe(REQUEST_START, onStart);
  return () => {
    unsubscribe(REQUEST_START, onStart);
    wraps.undo();
  };
};
