import { AsyncResource, executionAsyncResource } from 'node:async_hooks';
import type { Undo } from '@tocsin/core';
import { getIsolationScope } from '@tocsin/core';
import { attempt, stayInScopes } from '@tocsin/core/platform';
import { hearChannel } from '../hear-channel';
import { REQUEST_START } from './http-incoming';
import { createEmitWraps } from './wrap-emit';

/** What a connection tells of no request that has begun. */
const BETWEEN: ReadonlySet<unknown> = new Set(['clientError', 'upgrade', 'connect']);

/** What is in force outside of all requests, asked from wherever. */
const outside = <T>(ask: () => T): T => {
  let answer: T | undefined;
  stayInScopes(() => (answer = ask()));
  // `stayInScopes` has called it.
  return answer as T;
};

/**
 * Between two requests a connection belongs to none: what it tells then is heard outside of all. (On Node 20 and 22
 * it would be heard in the scopes of the request before, into which the start of that has stepped.)
 */
export const leaveBetween = (): Undo => {
  /** Where a request has begun in a turn that is over: whatever runs right there now belongs to none. */
  const used = new WeakSet();
  let starting: object | undefined;
  const isSpared = (server: object): boolean => {
    const isStart = starting === server;
    starting = undefined;
    if (isStart || getIsolationScope() === outside(getIsolationScope)) return true;
    const isOver = used.has(executionAsyncResource());
    if (isOver) stayInScopes((stay) => stay());
    return isOver;
  };
  const wraps = createEmitWraps({ isSpared, lead: ([name]) => (BETWEEN.has(name) ? outside(() => new AsyncResource('tocsin.between')) : undefined) });
  const onStart = (started: { readonly server: object }): void => {
    // The request is the app's, whatever comes of this.
    attempt(() => {
      const { server } = started;
      wraps.wrapClassOf(server);
      starting = server;
      const here = executionAsyncResource();
      used.delete(here);
      queueMicrotask(() => used.add(here));
    });
  };
  const ignore = hearChannel(REQUEST_START, onStart);
  return () => {
    ignore();
    wraps.undo();
  };
};
