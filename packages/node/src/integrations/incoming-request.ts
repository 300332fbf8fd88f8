import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { continueTrace } from '@tocsin/core';
import type { RequestBinding } from '@tocsin/core/http';
import { countRequestSession, incomingTrace, nodeBinding, requestFacts } from '@tocsin/core/http';
import { stayInScopes } from '@tocsin/core/platform';
import { isolateRequest } from '../request-isolation';
import { raiseLimit } from './listener-limit';

/** A request that a server of Node's has begun to take. */
export interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A request as Node makes it: no framework has read its body or chosen its route. */
const createBinding = (): RequestBinding<IncomingMessage> => ({
  ...nodeBinding,
  mechanism: 'auto.http.node',
  url({ url = '', headers: { host }, socket }) {
    const scheme = 'encrypted' in socket ? 'https' : 'http';
    return host !== undefined && url.startsWith('/') ? `${scheme}://${host}${url}` : url;
  },
  route: () => undefined,
  body: () => undefined,
});

/** What is taken as a request. */
export interface Taken<Request> {
  readonly binding: RequestBinding<Request>;
  readonly request: Request;
  /** Whose listeners see its scopes. */
  readonly emitters: readonly EventEmitter[];
  /** With whose `close` it ends. */
  readonly answer: EventEmitter;
  /** Whether it is counted for release health. */
  readonly sessions: boolean;
}

/** Gives a request scopes of its own, and the trace of its caller; `inside` is called in there. */
export const takeRequest = <Request>({ binding, request, emitters, answer, sessions }: Taken<Request>, inside: () => void = () => undefined): void =>
  continueTrace(incomingTrace(binding, request), () =>
    isolateRequest(emitters, (isolation) => {
      isolation.setRequestReader(() => requestFacts(binding, request));
      const end = countRequestSession(sessions);
      if (end) raiseLimit(answer).once('close', end);
      inside();
    }),
  );

/** Makes what takes the requests of servers of Node's; what goes on stays in the scopes of each. */
export const createIncoming = (sessions: boolean): ((started: Started) => void) => {
  const binding = createBinding();
  return ({ request, response }) => stayInScopes((stay) => takeRequest({ binding, request, emitters: [request, response], answer: response, sessions }, stay));
};
