import { AsyncResource } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { Scope } from '@tocsin/core';
import { withIsolationScope } from '@tocsin/core';

/**
 * Runs `body` as one request. Besides the code that `body` calls, the listeners of `emitters` (the
 * request and the response) see its scopes: their events come from the socket, which belongs to no
 * request, and would otherwise carry the scopes of whoever used the connection first.
 */
export const isolateRequest = <T>(emitters: readonly EventEmitter[], body: (isolation: Scope) => T): T =>
  withIsolationScope((isolation) => {
    for (const emitter of emitters) emitter.emit = AsyncResource.bind(emitter.emit, 'tocsin.request');
    return body(isolation);
  });
