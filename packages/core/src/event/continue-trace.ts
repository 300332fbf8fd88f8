import { parseBaggage } from './baggage';
import type { TraceHeaders, TraceState } from './trace';
import { parseSentryTrace, parseTraceparent } from './trace';

/** What decides whether a caller's trace is continued. */
export interface ContinuationOptions {
  /** Fresh ids: 32 hex digits for a trace, 16 for a span. */
  readonly newTraceId: () => string;
  readonly newSpanId: () => string;
  /** Our organisation, from the DSN's host or the option `orgId`. */
  readonly orgId?: string | undefined;
  /** Continue only where both organisations are known and the same, or both unknown. Default `false`: also where one is unknown. */
  readonly strict?: boolean | undefined;
}

/** A trace that begins here. */
export const beginTrace = ({ newTraceId, newSpanId }: ContinuationOptions): TraceState => ({ traceId: newTraceId(), spanId: newSpanId() });

/** Another organisation's trace must not be mixed with ours; strictness decides the cases in doubt. */
const mayContinue = (theirs: string | undefined, { orgId, strict = false }: ContinuationOptions): boolean => {
  if (theirs !== undefined && orgId !== undefined) return theirs === orgId;
  return !strict || theirs === orgId;
};

/** The trace that incoming headers name, with a span of our own; a new one where they name none, or another organisation's. */
export const continueFrom = ({ sentryTrace, baggage, traceparent }: TraceHeaders, options: ContinuationOptions): TraceState => {
  const incoming = parseSentryTrace(sentryTrace) ?? parseTraceparent(traceparent);
  const dsc = parseBaggage(baggage);
  if (!incoming || !mayContinue(dsc['org_id'], options)) return beginTrace(options);
  // Frozen even when it is empty: inventing facts about somebody else's trace would contradict theirs.
  return { ...incoming, spanId: options.newSpanId(), dsc };
};
