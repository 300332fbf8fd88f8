import type { Integration } from '@tocsin/core';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { flag } from '../options/kinds';
import { leaveBetween } from './http-between';
import { isolateIncoming } from './http-incoming';
import { isolateStreams } from './http2-incoming';
import { watchOutgoing } from './http-outgoing';

/** Options of {@link httpIntegration}; all are on unless they are switched off. */
export interface HttpIntegrationOptions {
  /** Remembers requests that the app sends as breadcrumbs. Default `true`. */
  readonly breadcrumbs?: boolean | undefined;
  /** Tells the server how many requests ended well, had an error, or failed. Default `true`; without a release nothing is told. */
  readonly trackIncomingRequestsAsSessions?: boolean | undefined;
}

const kinds: KindsOf<HttpIntegrationOptions> = { breadcrumbs: flag, trackIncomingRequestsAsSessions: flag };

/**
 * Requests of `node:http` and `node:https`, in and out: a scope for each that a server takes (of
 * `node:http2` too), in the trace of its caller; the trace handed on in those that the app sends, which are remembered as
 * breadcrumbs. Whatever was imported first, and whoever made the server. For `fetch` see
 * `nativeNodeFetchIntegration`.
 */
export const httpIntegration = (options?: HttpIntegrationOptions): Integration => ({
  name: 'Http',
  setup(client) {
    const { breadcrumbs = true, trackIncomingRequestsAsSessions = true } = usableOptions(options, kinds, { name: 'Http', report: client.report });
    const incoming = { client, sessions: trackIncomingRequestsAsSessions };
    const undoes = [isolateIncoming(incoming), leaveBetween(), isolateStreams(incoming), watchOutgoing({ client, breadcrumbs })];
    return () => undoes.forEach((undo) => undo());
  },
});
