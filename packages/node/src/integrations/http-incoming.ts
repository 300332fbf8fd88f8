import type { Client, Undo } from '@tocsin/core';
import { whileBound } from '@tocsin/core/platform';
import { hearChannel } from '../hear-channel';
import { isEnvelope } from './http-exchange';
import type { Started } from './incoming-request';
import { createIncoming } from './incoming-request';

/** Published before a server's listeners hear of a request, whoever made the server and whenever it was imported. */
export const REQUEST_START = 'http.server.request.start';

/** What {@link isolateIncoming} needs. */
export interface IncomingOptions {
  readonly client: Client;
  /** Whether requests are counted for release health. */
  readonly sessions: boolean;
}

/**
 * Gives every request to a server of Node's own a scope and the trace of its caller. The channel only
 * tells that a request begins, so its scopes are stepped into, and what the socket emits on request
 * and response is bound to them.
 */
export const isolateIncoming = ({ client, sessions }: IncomingOptions): Undo => {
  let begin: ((started: Started) => void) | undefined;
  const onStart = whileBound(client, (started: Started) => {
    const { headers } = started.request;
    // A server in this very process may take our own.
    if (!isEnvelope((name) => headers[name]?.toString())) (begin ??= createIncoming(sessions))(started);
  });
  return hearChannel(REQUEST_START, onStart);
};
