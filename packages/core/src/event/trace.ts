/**
 * Links what one failure touches in several systems: a trace id that travels from service to service
 * in headers. Errors only: nothing is timed. Formats: the Sentry trace header and its baggage
 * entries, and W3C Trace Context for `traceparent`.
 */

/** The frozen facts about a trace that its first system gave it, in wire names (`public_key`, `release`, …). */
export type DynamicSamplingContext = Readonly<Record<string, string>>;

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
  readonly baggage?: string | undefined;
  /** W3C form; looked at only where `sentryTrace` is absent or unreadable. */
  readonly traceparent?: string | undefined;
}

/** What a `sentry-trace` header says. */
type IncomingTrace = Pick<TraceState, 'traceId' | 'parentSpanId' | 'sampled'>;

const SENTRY_TRACE = /^\s*([\da-f]{32})(?:-([\da-f]{16}))?(?:-([01]))?\s*$/i;

/** Reads `<trace id>-<span id>-<0|1>`; the last two may be missing, anything else is ignored as a whole. */
export const parseSentryTrace = (text: string | undefined): IncomingTrace | undefined => {
  const [, traceId, parentSpanId, flag] = SENTRY_TRACE.exec(text ?? '') ?? [];
  // W3C: a trace id of zeros is invalid.
  if (traceId === undefined || /^0+$/.test(traceId)) return undefined;
  return {
    traceId: traceId.toLowerCase(),
    parentSpanId: parentSpanId?.toLowerCase(),
    sampled: flag === undefined ? undefined : flag === '1',
  };
};

const TRACEPARENT = /^\s*[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.*)?\s*$/i;

/** Reads the W3C form. Its "not sampled" may also mean "not decided", so only the positive decision is taken over. */
export const parseTraceparent = (text: string | undefined): IncomingTrace | undefined => {
  const [, traceId = '', parentSpanId, flags = ''] = TRACEPARENT.exec(text ?? '') ?? [];
  const sampled = (Number.parseInt(flags, 16) & 1) === 1;
  return parseSentryTrace(`${traceId}-${parentSpanId}${sampled ? '-1' : ''}`);
};

/** The header to send on; without a decision the flag is left out, which means "decide yourself". */
export const sentryTraceHeader = ({ traceId, spanId, sampled }: TraceState): string =>
  [traceId, spanId, ...(sampled === undefined ? [] : [sampled ? '1' : '0'])].join('-');

/** The same in W3C form. There "deferred" does not exist; it is sent as not sampled. */
export const traceparentHeader = ({ traceId, spanId, sampled }: TraceState): string => `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
