/**
 * Links what one failure touches in several systems: a trace id that travels from service to service
 * in headers. Errors only: nothing is timed. Formats: the Sentry trace header and its baggage
 * entries, and W3C Trace Context for `traceparent`.
 */

/** The frozen facts about a trace that its first system gave it, in wire names (`public_key`, `release`, …); one that is `undefined` is not there. */
export type DynamicSamplingContext = Readonly<Record<string, string | undefined>>;

/** Where in a trace a request, job or process stands. */
export interface TraceState {
  /** 32 hex digits, the same in all systems. */
  readonly traceId: string;
  /** 16 hex digits, ours: what we call names it as its parent. */
  readonly spanId: string;
  /** The caller's; absent where the trace begins. */
  readonly parentSpanId?: string | undefined;
  /** The caller's sampling decision, handed on untouched; absent when it left that open. */
  readonly sampled?: boolean | undefined;
  /** From the caller: never changed, also when empty. Absent where the trace begins, and then made from the client. */
  readonly dsc?: DynamicSamplingContext | undefined;
}

/** The headers that carry a trace. */
export interface TraceHeaders {
  readonly sentryTrace?: string | undefined;
  /** One header, or each of several. */
  readonly baggage?: string | readonly string[] | undefined;
  /** W3C form; looked at only where `sentryTrace` is absent or unreadable. */
  readonly traceparent?: string | undefined;
}

/** What a `sentry-trace` header says. */
export type IncomingTrace = Pick<TraceState, 'traceId' | 'parentSpanId' | 'sampled'>;

/** Ids of zeros are none: as a trace they fail the header, as a span they count as missing. */
const SENTRY_TRACE = /^\s*(?!0{32})([\da-f]{32})(?:-(?:0{16}|([\da-f]{16})))?(?:-([01]))?\s*$/i;

/** Reads `<trace id>-<span id>-<0|1>`; the last two may be missing, anything else is ignored as a whole. */
export const parseSentryTrace = (text: unknown): IncomingTrace | undefined => {
  const [, traceId, parentSpanId, flag] = matchOf(SENTRY_TRACE, text);
  return traceId === undefined ? undefined : { traceId: traceId.toLowerCase(), parentSpanId: parentSpanId?.toLowerCase(), sampled: flag === undefined ? undefined : flag === '1' };
};

/** Version `ff` is forbidden, version `00` ends with the flags (53 characters behind it), later ones may go on. Lower case only, says the standard. */
const TRACEPARENT = /^\s*(?!ff|00.{53}-)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-.*)?\s*$/;

/** Reads the W3C form. Its "not sampled" may also mean "not decided", so only the positive decision is taken over. */
export const parseTraceparent = (text: unknown): IncomingTrace | undefined => {
  const [, traceId, parentSpanId, flags = ''] = matchOf(TRACEPARENT, text);
  return traceId === undefined ? undefined : { traceId, parentSpanId, sampled: (parseInt(flags, 16) & 1) === 1 || undefined };
};

/** Headers come from whoever called, and from apps: what is no text matches nothing. */
const matchOf = (pattern: RegExp, text: unknown): readonly (string | undefined)[] => (typeof text === 'string' && pattern.exec(text)) || [];

/** The header to send on; without a decision the flag is left out, which means "decide yourself". */
export const sentryTraceHeader = ({ traceId, spanId, sampled }: TraceState): string =>
  `${traceId}-${spanId}${sampled === undefined ? '' : `-${Number(sampled)}`}`;

/** The same in W3C form. There "deferred" does not exist; it is sent as not sampled. */
export const traceparentHeader = ({ traceId, spanId, sampled }: TraceState): string => `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
