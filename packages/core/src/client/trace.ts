import { guard } from '../base/fences';
import { copyBag } from '../base/read';
import { baggageHeader } from '../event/baggage';
import type { ContinuationOptions } from '../event/continue-trace';
import { beginTrace, continueFrom } from '../event/continue-trace';
import type { TraceHeaders, TraceState } from '../event/trace';
import { sentryTraceHeader, traceparentHeader } from '../event/trace';
import type { Carrier } from './carrier';
import { activeScopeData, activeScopes, findCarrier, getCarrier } from './carrier';
import type { Client } from './client';
import type { TraceOwner } from './sampling-context';
import { orgIdOf, samplingContext } from './sampling-context';
import { withScope } from './scopes';

const ownerOf = (client: Client): TraceOwner => ({ options: client.getOptions(), destination: client.getDestination() });

const continuation = (client: Client): ContinuationOptions => ({
  newTraceId: () => client.newId(),
  newSpanId: () => client.newId().slice(0, 16),
  orgId: orgIdOf(ownerOf(client)),
  strict: client.getOptions().strictTraceContinuation,
});

/** The trace in force; where none is, one begins, and stays for this isolation scope. */
export const activeTrace = (carrier: Carrier, client: Client): TraceState => {
  const known = activeScopeData(carrier).trace;
  if (known) return known;
  const begun = beginTrace(continuation(client));
  activeScopes(carrier).isolation.setTrace(begun);
  return begun;
};

/**
 * Runs `body` as a part of the caller's trace, so that one failure can be followed through several
 * systems. Takes the incoming headers as they are; without usable ones a new trace begins. For
 * servers whose requests no adapter of ours sees, queue workers, and the like.
 */
export const continueTrace = <T>(headers: TraceHeaders, body: () => T): T => {
  const { client } = getCarrier();
  return withScope((scope) => {
    if (client) guard(client.report, undefined, () => void scope.setTrace(continueFrom(copyBag(headers), continuation(client))));
    return body();
  });
};

/** Headers that carry the trace on to the next system. */
export interface TraceData {
  readonly 'sentry-trace'?: string;
  readonly baggage?: string;
  /** Only with the option `propagateTraceparent`. */
  readonly traceparent?: string;
}

/**
 * The headers for an outgoing request, for calls that no integration of ours sees; empty when
 * nothing is initialised. `ownBaggage` is what the app itself put into that header: it is kept.
 */
export const getTraceData = (ownBaggage?: string): TraceData => {
  const carrier = findCarrier();
  const client = carrier?.client;
  if (!carrier || !client?.isEnabled()) return {};
  const trace = activeTrace(carrier, client);
  const baggage = baggageHeader(samplingContext(trace, ownerOf(client)), ownBaggage);
  return {
    'sentry-trace': sentryTraceHeader(trace),
    ...(baggage !== undefined && { baggage }),
    ...(client.getOptions().propagateTraceparent && { traceparent: traceparentHeader(trace) }),
  };
};
