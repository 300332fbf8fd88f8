import type { Refusal } from './refusal';

/**
 * Browsers show a page nothing of an answer without these, not even its status; so every answer has
 * them, refusals included. The request headers are all that Sentry, GlitchTip or Bugsink allow,
 * and those of trace propagation.
 */
const CORS_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
};

const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers':
    'accept, authentication, authorization, baggage, content-encoding, content-type, origin, referer, sentry-trace, traceparent, transfer-encoding, x-csrftoken, x-forwarded-for, x-requested-with, x-sentry-auth',
  // Seconds that a browser may remember this answer.
  'access-control-max-age': '3600',
};

/** A header value carries visible ASCII; a reason may name what a stranger sent. */
const headerSafe = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500);

/** What was sent is stored. Without an id there is nothing to name. */
export const answerStored = (eventId: string | undefined): Response =>
  Response.json(eventId === undefined ? {} : { id: eventId }, { status: 200, headers: CORS_HEADERS });

/** The answer to a browser that asks before it sends. */
export const answerPreflight = (): Response => new Response(null, { status: 204, headers: { ...CORS_HEADERS, ...PREFLIGHT_HEADERS } });

/** What went wrong, for machines (`detail`, `causes`) and, in a header, for whoever looks at the traffic. */
export const answerRefusal = ({ status, detail, causes = [], retryAfter }: Refusal): Response =>
  Response.json(
    { detail, causes },
    {
      status,
      headers: {
        ...CORS_HEADERS,
        'x-sentry-error': headerSafe([detail, ...causes].join(': ')),
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
        ...(status === 405 ? { allow: 'POST, OPTIONS' } : {}),
      },
    },
  );
