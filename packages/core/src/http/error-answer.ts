import { copyBag, ownEntries, readProperty, readText, spell } from '../base/read';
import { prefersJson } from './accept';
import type { HttpAnswer, HttpErrorReport } from './binding';
import type { ErrorPageTexts, OwnErrorPageTexts } from './error-page';
import { errorPageHtml } from './error-page';
import { reasonOf } from './status';

/** What the answer depends on. */
export interface ErrorAnswerOptions {
  readonly error: unknown;
  readonly status: number;
  readonly method: string | undefined;
  /** The header as it came. */
  readonly accept: string | undefined;
  readonly report: HttpErrorReport | undefined;
  readonly texts: OwnErrorPageTexts | undefined;
}

const REMOVED = ['content-disposition', 'content-encoding', 'content-language', 'content-length', 'content-range', 'etag', 'expires', 'last-modified', 'trailer', 'transfer-encoding'];

/**
 * Headers that the answer to a status needs and that errors of the field carry (`error.headers`). No
 * others: errors of HTTP clients carry, under the same name, what another server said.
 */
const CARRIED = ['allow', 'content-range', 'proxy-authenticate', 'retry-after', 'www-authenticate'];

const carriedHeaders = (error: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(copyBag(readProperty(error, 'headers')))
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .flatMap(([name, value]) => (CARRIED.includes(name) && (typeof value === 'string' || typeof value === 'number') ? [[name, String(value)]] : [])),
  );

/** What the error says, when that may be told: its own word on it, `expose`, else only when the client is to blame. */
const toldMessage = (error: unknown, status: number): string | undefined => {
  const expose = readProperty(error, 'expose');
  const told = typeof expose === 'boolean' ? expose : status < 500;
  return told ? readText(error, 'message') : undefined;
};

const textsFor = ({ error, status, texts }: ErrorAnswerOptions): ErrorPageTexts => ({
  lang: 'en',
  heading: status < 500 ? reasonOf(status) : 'Something went wrong',
  explanation: toldMessage(error, status) ?? (status < 500 ? 'The server did not accept this request.' : 'The server could not finish this request. The fault is on our side.'),
  hashLabel: 'Error hash',
  help: 'If you ask for help, give these four words: they lead straight to what went wrong.',
  ...Object.fromEntries(ownEntries(texts).flatMap(([name, text]) => (text === undefined || text === null ? [] : [[name, spell(text)]]))),
});

/** The event as a name that any system can keep. */
const urn = (eventId: string): string => `urn:uuid:${eventId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;

/** Problem details, RFC 9457. */
const problem = ({ error, status, report }: ErrorAnswerOptions): string => {
  const detail = toldMessage(error, status);
  return JSON.stringify({
    type: 'about:blank',
    title: reasonOf(status),
    status,
    ...(detail !== undefined && { detail }),
    ...(report?.errorHash !== undefined && { error_hash: report.errorHash, instance: urn(report.eventId), ...(report.representative && { representative: true }) }),
  });
};

/** Answers a client with what it may know of an error: a page, or problem details when it asks for JSON. Nothing else of the error gets out. */
export const errorAnswer = (options: ErrorAnswerOptions): HttpAnswer => {
  const asJson = prefersJson(options.accept);
  const body = asJson ? problem(options) : errorPageHtml({ texts: textsFor(options), errorHash: options.report?.errorHash });
  return {
    status: options.status,
    removed: REMOVED,
    headers: {
      ...carriedHeaders(options.error),
      'content-type': asJson ? 'application/problem+json; charset=utf-8' : 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    },
    body: options.method === 'HEAD' ? '' : body,
  };
};
