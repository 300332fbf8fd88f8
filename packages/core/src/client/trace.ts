import { guard } from '../base/fences';
import { copyBag } from '../base/read';
import { baggageHeader } from '../event/baggage';
import type { Continue } from '../event/continue-trace';
import { continueFrom, continueFromSentry } from '../event/continue-trace';
import type { TraceHeaders, TraceState } from '../event/trace';
import { sentryTraceHeader, traceparentHeader } from '../event/trace';
import type { Carrier } from './carrier';
import { activeScopes, getCarrier } from './carrier';
import type { Client } from './client';
import type { TraceOwner } from './sampling-context';
import { orgIdOf, samplingContext } from './sampling-context';
import { getCurrentScope, newBlock } from './scopes';
import { withClient } from './with-client';

const ownerOf = (client: Client): TraceOwner => ({ options: client.getOptions(), destination: client.getDestination() });

const newSpanId = (client: Client): string => client.newId().slice(0, 16);

const beginTrace = (client: Client): TraceState => ({ traceId: client.newId(), spanId: newSpanId(client) });

/** The trace in force; where none is, one begins, and stays for this isolation scope. */
export const activeTrace = (carrier: Carrier, client: Client): TraceState => {
  const { isolation, current } = activeScopes(carrier);
  // Asked at every capture, so the scopes are not drawn together for it.
  const known = current.getScopeData().trace ?? isolation.getScopeData().trace ?? carrier.global.getScopeData().trace;
  if (known) return known;
  const begun = beginTrace(client);
  isolation.setTrace(begun);
  return begun;
};

/** The trace that the headers name, as `read` reads them, or a new one where they name none. */
const traceIn = (given: TraceHeaders, client: Client, read: Continue): TraceState => {
  const continued = read(copyBag(given), { spanId: newSpanId(client), orgId: orgIdOf(ownerOf(client)), strict: client.getOptions().strictTraceContinuation });
  return continued ?? beginTrace(client);
};

/**
 * Runs `body` as a part of the caller's trace, so that one failure can be followed through several
 * systems. Takes the incoming headers as they are; without usable ones a new trace begins. For
 * servers whose requests no adapter of ours sees, queue workers, and the like.
 */
export const continueTrace = <T>(headers: TraceHeaders, body: () => T): T => {
  const { client } = getCarrier();
  const enter = newBlock();
  if (client) guard(client.report, undefined, () => enter(getCurrentScope).setTrace(traceIn(headers, client, continueFrom)));
  return enter(body);
};

/**
 * Makes what is captured from here on a part of the caller's trace, until this isolation scope ends.
 * For platforms at their start: a process whose environment names a trace, a page whose meta tags do.
 * Neither has a `traceparent`: it is not looked at. For a piece of work use {@link continueTrace}.
 */
export const adoptTrace = (headers: Pick<TraceHeaders, 'sentryTrace' | 'baggage'>): void =>
  withClient(undefined, (client, carrier) => void activeScopes(carrier).isolation.setTrace(traceIn(headers, client, continueFromSentry)));

/** Headers that carry the trace on to the next system, `traceparent` only with the option `propagateTraceparent`. No interface, so that it can be the `headers` of a request. */
export type TraceData = Readonly<Partial<Record<'sentry-trace' | 'baggage' | 'traceparent', string>>>;

/**
 * The headers for an outgoing request, for calls that no integration of ours sees; empty when
 * nothing is initialised. `ownBaggage` is what the app itself put into that header: it is kept.
 */
export const getTraceData = (ownBaggage?: string | readonly string[]): TraceData =>
  withClient<TraceData>({}, (client, carrier) => {
    if (!client.isEnabled()) return {};
    const trace = activeTrace(carrier, client);
    const baggage = baggageHeader(samplingContext(trace, ownerOf(client)), ownBaggage);
    return {
      'sentry-trace': sentryTraceHeader(trace),
      ...(baggage !== undefined && { baggage }),
      ...(client.getOptions().propagateTraceparent && { traceparent: traceparentHeader(trace) }),
    };
  });
