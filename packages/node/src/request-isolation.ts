import type { EventEmitter } from 'node:events';
import type { Scope } from '@tocsin/core';
import { getIsolationScope } from '@tocsin/core';
import { newIsolation, sameScopes } from '@tocsin/core/platform';

/** Where an emitter keeps its way back into the scopes it follows. */
const WAY_BACK: unique symbol = Symbol.for('tocsin.way-back.1');

interface WayBack {
  readonly enter: ReturnType<typeof sameScopes>;
  /** `emit` as it was before we bound it, and as we bound it. */
  readonly unbound: EventEmitter['emit'];
  readonly bound: EventEmitter['emit'];
}

interface Followed extends EventEmitter {
  [WAY_BACK]?: WayBack;
}

/**
 * Runs `body` as one request. Besides the code that `body` calls, the listeners of `emitters` (the
 * request and the response) see its scopes, see {@link followScopes}. A request that has scopes
 * already, because `httpIntegration` saw it begin, keeps them: an adapter only tells more of it.
 */
export const isolateRequest = <T>(emitters: readonly EventEmitter[], body: (isolation: Scope) => T): T => {
  const known = emitters.find(isFollowed)?.[WAY_BACK];
  if (known) return known.enter(body.bind(undefined, known.enter(getIsolationScope)));
  const enter = newIsolation();
  enter(followScopes, emitters);
  return enter(body, enter(getIsolationScope));
};

const isFollowed = (emitter: EventEmitter): emitter is Followed => WAY_BACK in emitter;

/**
 * Lets the listeners of `emitters` see the scopes in force here. Their events come from the socket,
 * which belongs to no request, and would otherwise carry the scopes of whoever used the connection
 * first. {@link isolateRequest} does so; do it again where narrower scopes begin (a masquerade), or
 * what continues after a body was read is back in the wider ones.
 */
export const followScopes = (emitters: readonly EventEmitter[]): void => {
  const enter = sameScopes();
  for (const emitter of emitters) follow(emitter, enter);
};

const follow = (emitter: Followed, enter: WayBack['enter']): void => {
  const outer = emitter[WAY_BACK];
  // Bound twice, the older scopes would win. What others have put around ours stays.
  const unbound = outer && emitter.emit === outer.bound ? outer.unbound : emitter.emit;
  // A function of ours in between would stand in the stack of what a listener throws, and so in what Node prints of it. Nothing but our
  // scopes leads back: what the app itself follows (an `AsyncLocalStorage` of its own) is that of whoever emits.
  const bound: EventEmitter['emit'] = (enter<boolean, Parameters<EventEmitter['emit']>>).bind(undefined, unbound.bind(emitter));
  emitter.emit = bound;
  emitter[WAY_BACK] = { enter, unbound, bound };
};

/**
 * Runs `body` in the scopes of the request that `emitter` belongs to. The way leads back only when
 * it was lost: a pool or an emitter that requests share calls in the scopes of whoever happened to
 * drive it. Scopes inside the request's own (`withScope`) stay.
 */
export const inRequest = <T>(emitter: EventEmitter, body: () => T): T => {
  const { [WAY_BACK]: back }: Followed = emitter;
  const lost = back !== undefined && back.enter(getIsolationScope) !== getIsolationScope();
  return lost ? back.enter(body) : body();
};
