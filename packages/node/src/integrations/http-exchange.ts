import { addBreadcrumb } from '@tocsin/core';
import type { TraceData } from '@tocsin/core';
import { tracePropagationFor } from '@tocsin/core/platform';

/** Reads one header of a request; names are lower case. */
export type HeaderOf = (name: string) => string | undefined;

/**
 * Envelopes: ours to a server or to Spotlight, and those of SDKs like us. Nobody wants to read of them,
 * and to count or follow them would make more of them.
 */
export const isEnvelope = (header: HeaderOf): boolean => header('x-sentry-auth') !== undefined || header('content-type') === 'application/x-sentry-envelope';

/** The headers that hand the trace on in a request of the app's; none in an envelope. */
export const traceHeadersFor = (url: string, header: HeaderOf): TraceData =>
  isEnvelope(header) ? {} : tracePropagationFor({ url, headers: { sentryTrace: header('sentry-trace'), baggage: header('baggage'), traceparent: header('traceparent') } });

/** A request that the app has sent, and how it ended. */
export interface Exchange {
  readonly category: 'http' | 'fetch';
  readonly url: string;
  readonly method: string | undefined;
  /** Absent: there was no answer. */
  readonly status: number | undefined;
}

/** Remembers it as a breadcrumb; the query apart, as the wire wants it. */
export const rememberExchange = ({ category, url, method, status }: Exchange): void => {
  const [address = '', query] = url.split('?', 2);
  addBreadcrumb({
    type: 'http',
    category,
    level: status === undefined || status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info',
    data: { url: address, method, ...(query !== undefined && { 'http.query': query }), ...(status !== undefined && { status_code: status }) },
  });
};
