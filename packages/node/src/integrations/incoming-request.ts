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
const binding = (): RequestBinding<IncomingMessage> => ({
  ...nodeBinding,
  mechanism: 'auto.http.node',
  url({ url = '', headers: { host }, socket }) {
    const scheme = 'encrypted' in socket ? 'https' : 'http';
    return host !== undefined && url.startsWith('/') ? `${scheme}://${host}${url}` : url;
  },
  route: () => undefined,
  body: () => undefined,
});

/** Makes what takes the requests: each gets a scope and the trace of its caller, and stays there. With `sessions` they are counted for release health. */
export const createIncoming = (sessions: boolean): ((started: Started) => void) => {
  const known = binding();
  return ({ request, response }) =>
    stayInScopes((stay) =>
      continueTrace(incomingTrace(known, request), () =>
        isolateRequest([request, response], (isolation) => {
          isolation.setRequestReader(() => requestFacts(known, request));
          const end = countRequestSession(sessions);
          if (end) raiseLimit(response).once('close', end);
          stay();
        }),
      ),
    );
};
