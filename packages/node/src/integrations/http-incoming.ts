import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Client, Undo } from '@tocsin/core';
import { continueTrace, getClient } from '@tocsin/core';
import type { RequestBinding } from '@tocsin/core/http';
import { countRequestSession, incomingTrace, nodeBinding, requestFacts } from '@tocsin/core/http';
import { guard, stayInScopes } from '@tocsin/core/platform';
import { isolateRequest } from '../request-isolation';
import { isEnvelope } from './http-exchange';

/** Published before a server's listeners hear of a request, whoever made the server and whenever it was imported. */
const REQUEST_START = 'http.server.request.start';

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A request as Node makes it: no framework has read its body or chosen its route. */
const binding: RequestBinding<IncomingMessage> = {
  ...nodeBinding,
  mechanism: 'auto.http.node',
  url({ url = '', headers: { host }, socket }) {
    const scheme = 'encrypted' in socket ? 'https' : 'http';
    return host !== undefined && url.startsWith('/') ? `${scheme}://${host}${url}` : url;
  },
  route: () => undefined,
  body: () => undefined,
};

/** What {@link isolateIncoming} needs. */
export interface IncomingParts {
  readonly client: Client;
  /** Whether requests are counted for release health. */
  readonly sessions: boolean;
}

/**
 * Gives every request to a server of Node's own a scope and the trace of its caller. The channel only
 * tells that a request begins, so its scopes are stepped into, and what the socket emits on request
 * and response is bound to them.
 */
export const isolateIncoming = ({ client, sessions }: IncomingParts): Undo => {
  const begin = ({ request, response }: Started): void =>
    stayInScopes((stay) =>
      continueTrace(incomingTrace(binding, request), () =>
        isolateRequest([request, response], (isolation) => {
          isolation.setRequestReader(() => requestFacts(binding, request));
          const end = countRequestSession(sessions);
          if (end) response.once('close', end);
          stay();
        }),
      ),
    );
  const onStart = (message: unknown): void => {
    // What the channel carries is documented by Node.
    const started = message as Started;
    const { headers } = started.request;
    const header = (name: string): string | undefined => headers[name]?.toString();
    // A server in this very process may take our own.
    if (getClient() === client && !isEnvelope(header)) guard(client.report, undefined, () => begin(started));
  };
  subscribe(REQUEST_START, onStart);
  return () => void unsubscribe(REQUEST_START, onStart);
};
