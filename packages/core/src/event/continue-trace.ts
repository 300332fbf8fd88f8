import { parseBaggage } from './baggage';
import type { IncomingTrace, TraceHeaders, TraceState } from './trace';
import { parseSentryTrace, parseTraceparent } from './trace';

/** Who continues a trace, and how strictly. */
export interface ContinuationOptions {
  /** 16 hex digits for the span of ours. */
  readonly spanId: string;
  /** Our organisation, from the DSN's host or the option `orgId`. */
  readonly orgId?: string | undefined;
  /** Continue only where both organisations are known and the same, or both unknown. Default `false`: also where one is unknown. */
  readonly strict?: boolean | undefined;
}

/** What reads the headers of whoever called. */
export type Continue = (headers: TraceHeaders, options: ContinuationOptions) => TraceState | undefined;

/** Another organisation's trace must not be mixed with ours; strictness decides the cases in doubt. */
const mayContinue = (theirs: string | undefined, { orgId, strict = false }: ContinuationOptions): boolean => {
  if (theirs !== undefined && orgId !== undefined) return theirs === orgId;
  return !strict || theirs === orgId;
};

/** The trace that incoming headers name, with a span of our own; `undefined` where they name none, or another organisation's. */
export const continueFrom: Continue = ({ sentryTrace, traceparent, baggage }, options) => continued(parseSentryTrace(sentryTrace) ?? parseTraceparent(traceparent), baggage, options);

/** Like {@link continueFrom}, without a look at `traceparent`: what hands a trace to a page, or to a process, has no W3C form. */
export const continueFromSentry: Continue = ({ sentryTrace, baggage }, options) => continued(parseSentryTrace(sentryTrace), baggage, options);

const continued = (incoming: IncomingTrace | undefined, baggage: TraceHeaders['baggage'], options: ContinuationOptions): TraceState | undefined => {
  const dsc = parseBaggage(baggage);
  // Frozen even when it is empty: inventing facts about somebody else's trace would contradict theirs.
  return incoming && mayContinue(dsc['org_id'], options) ? { ...incoming, spanId: options.spanId, dsc } : undefined;
};
