import { askHook } from '../base/ask-hook';
import { NO_EVENT_ID } from '../base/error-hash';
import { attemptOr } from '../base/fences';
import { noLaterThan } from '../base/no-later-than';
import { readProperty, readText } from '../base/read';
import { activeScopeData, getCarrier } from '../client/carrier';
import { captureException, errorHash } from '../client/capture';
import type { Client, Part, PartHost } from '../client/client';
import { getClient } from '../client/lifecycle';
import { withScope } from '../client/scopes';
import type { HttpErrorReport, RequestBinding } from './binding';
import { requestFacts } from './request-facts';
import { isServerError } from './status';

/** How long an answer may wait to learn whether its hash will resolve, milliseconds: too short to be noticed. */
const HASH_WAIT = 50;

/** Waits for an event's hooks, at most {@link HASH_WAIT}. */
interface HookWait extends Part {
  readonly awaitHooks: (eventId: string) => Promise<void>;
}

/** See {@link HookWait}; for `Client.part`. */
const createHookWait = ({ client, runtime }: PartHost): HookWait => ({ awaitHooks: (eventId) => noLaterThan(client.afterHooks(eventId), HASH_WAIT, runtime) });

/** Where an error came from, and whether it is worth an event. */
export interface HttpErrorSource<Request> {
  readonly binding: RequestBinding<Request>;
  readonly request: Request;
  /** Which errors are worth an event. Default, also when it throws or answers with a promise: those that answer with a status of 500 or above. */
  readonly shouldReport?: ((error: unknown) => boolean) | undefined;
}

/** What Node and its libraries call a connection that the other side has ended. */
const HANG_UPS = ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'];

/** The client hung up and something broke off over it. The same codes from a database, while the client waits, are errors. */
const isHangUp = <Request>(error: unknown, { binding, request }: HttpErrorSource<Request>): boolean => {
  const broken = HANG_UPS.includes(readText(error, 'code') ?? '') || readProperty(error, 'name') === 'AbortError' || readProperty(error, 'type') === 'request.aborted';
  return broken && attemptOr(false, () => binding.isGone(request));
};

const isWanted = (error: unknown, shouldReport: (error: unknown) => boolean, client: Client): boolean =>
  askHook(({ detail, cause }) => client.report({ code: 'T1003', detail, cause }), 'shouldReport', () => shouldReport(error) || false) ?? isServerError(error);

/** What may be said of an event as things stand now. */
const reportOf = (eventId: string, representative: boolean): HttpErrorReport => {
  const hash = errorHash(eventId);
  return { eventId, ...(hash !== undefined && { errorHash: hash, ...(representative && { representative }) }) };
};

/**
 * Captures an error that a framework hands to its error handlers, with the request that it happened
 * in, and finds out whether there is a hash to show. `undefined` when it is not to be reported. A promise
 * only where hooks may still have to be waited for: passed on a turn later, an error is overtaken by the next one of its request.
 */
export const reportHttpError = <Request>(error: unknown, source: HttpErrorSource<Request>): HttpErrorReport | Promise<HttpErrorReport> | undefined => {
  const client = getClient();
  if (!client?.isEnabled() || !isWanted(error, source.shouldReport ?? isServerError, client) || isHangUp(error, source)) return undefined;
  const { binding, request } = source;
  // What isolates requests also says where to read them.
  if (!activeScopeData(getCarrier()).readRequest) client.report({ code: 'T1004' });
  const eventId = withScope((scope) => {
    scope.setRequestReader(() => requestFacts(binding, request));
    return captureException(error, { mechanism: { type: binding.mechanism, handled: false } });
  });
  const representative = client.isRepresentative(eventId);
  const report = reportOf(eventId, representative);
  if (report.errorHash !== undefined || eventId === NO_EVENT_ID) return report;
  const hooks = client.part(createHookWait)?.awaitHooks(eventId);
  return hooks ? hooks.then(() => reportOf(eventId, representative)) : report;
};
