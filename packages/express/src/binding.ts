import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBinding, HttpErrorReport } from '@tocsin/core/http';
import { nodeBinding } from '@tocsin/core/http';
import { routePattern } from './route-pattern';

/** What we read of a request of Express 4 or 5. Where there is less (Connect), less is told. */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string;
  readonly protocol?: string;
  readonly body?: unknown;
  readonly app?: object;
  readonly route?: unknown;
}

/** What we use of a response. */
export interface ExpressResponse extends ServerResponse {
  readonly locals?: { tocsin?: HttpErrorReport };
  /** The id of the event, where error handlers of apps that come from `@sentry/node` look for it. */
  readonly sentry?: unknown;
}

/** A request as handlers meet it, for callbacks whose types nobody wrote down. Say `(req: Request)` with Express's own type where it is too little. */
export interface RoutedRequest extends ExpressRequest {
  /** Express 5 gives lists for wildcards. */
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** A header; its name in any case. */
  get(name: string): string | undefined;
}

/** A response as handlers meet it; as with {@link RoutedRequest}, Express's own type may be said instead. */
export interface RoutedResponse extends ExpressResponse {
  status(code: number): this;
  send(body?: unknown): this;
  json(body?: unknown): this;
}

/** Hands the request on; with an argument, to the error handlers. */
export type Next = (error?: unknown) => void;

/** Emitted on the response with an error that was reported. */
export const FAILED: unique symbol = Symbol.for('tocsin.failed.1');

/** Express as core sees it. */
export const binding: HttpBinding<ExpressRequest, ExpressResponse> = {
  ...nodeBinding,
  mechanism: 'auto.middleware.express',
  url({ originalUrl, url = '', protocol = 'http', headers: { host } }) {
    const asked = originalUrl ?? url;
    return host !== undefined && asked.startsWith('/') ? `${protocol}://${host}${asked}` : asked;
  },
  route: ({ app, route, originalUrl = '' }) => routePattern(route, { app, path: originalUrl }),
  body: ({ body }) => body,
  keepReport(response, report, error) {
    if (response.locals) response.locals.tocsin = report;
    if (response.sentry === undefined) Reflect.set(response, 'sentry', report.eventId);
    response.emit(FAILED, error);
  },
  keptReport: ({ locals }) => locals?.tocsin,
};
