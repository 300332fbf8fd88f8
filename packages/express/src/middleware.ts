import type { FailedExchange, HttpErrorSource } from '@tocsin/core/http';
import { answerHttpError, countRequestSession, fenced, handleHttpError, incomingTrace, requestFacts } from '@tocsin/core/http';
import { adapterOptions, continueTrace, inRequest, isolateRequest } from '@tocsin/node';
import type { ExpressRequest, ExpressResponse, Next } from './binding';
import { binding } from './binding';
import { serveUncalled } from './uncalled';

/** What `app.use` takes. */
export type Middleware<Request = ExpressRequest> = (request: Request, response: ExpressResponse, next: Next) => void;

/* oxlint-disable eslint/max-params -- Express knows error handlers by their four parameters. */

/** What `app.use` takes for errors. */
export type ErrorMiddleware = (error: unknown, request: ExpressRequest, response: ExpressResponse, next: Next) => void;

/** Options of {@link requestHandler}. */
export interface RequestHandlerOptions {
  /** Tells the server how many requests ended well, had an error, or failed. Default `true`; without the option `release` of `init`, or where `httpIntegration` is told not to, nothing is. */
  readonly trackIncomingRequestsAsSessions?: boolean | undefined;
}

const isolating = (options: unknown): Middleware => {
  const { trackIncomingRequestsAsSessions = true } = adapterOptions<RequestHandlerOptions>('requestHandler', options, { trackIncomingRequestsAsSessions: 'boolean' });
  return (request, response, next) => {
    fenced(undefined, () =>
      continueTrace(incomingTrace(binding, request), () =>
        isolateRequest([request, response], (isolation) => {
          isolation.setRequestReader(() => requestFacts(binding, request));
          const end = countRequestSession(trackIncomingRequestsAsSessions);
          if (end) response.once('close', end);
        }),
      ),
    );
    // Not in there, where half of a stack would be ours.
    inRequest(request, next);
  };
};

/** The first middleware: gives each request scopes of its own, the trace of its caller, and its events what is known of the request. */
export const requestHandler: (options?: RequestHandlerOptions) => Middleware = (...given: readonly [options?: RequestHandlerOptions | undefined] | Parameters<Middleware>) => {
  const uncalled = given.length === 3;
  const middleware = isolating(uncalled ? undefined : given[0]);
  if (uncalled) serveUncalled('requestHandler', middleware, given);
  return middleware;
};

/** Options of {@link errorHandler}. */
export type ErrorHandlerOptions = Pick<HttpErrorSource<ExpressRequest>, 'shouldReport'>;

const reporting = (name: string, options: unknown): ErrorMiddleware => {
  const { shouldReport } = adapterOptions<ErrorHandlerOptions>(name, options, { shouldReport: 'function' });
  return (error, request, response, next) => {
    // A pool or an emitter may have called back in the scopes of another request.
    const waiting = inRequest(request, () => handleHttpError(error, { binding, request, response, shouldReport }));
    if (waiting) void waiting.then(() => next(error));
    else next(error);
  };
};

/** What makes an error handler: Express takes it for one itself, by its four parameters, where nobody calls it. */
const orUncalled =
  (name: string, make: (options: unknown) => ErrorMiddleware) =>
  (given?: unknown, request?: ExpressRequest, response?: ExpressResponse, next?: Next): ErrorMiddleware => {
    const uncalled = request && response && next;
    const middleware = make(uncalled ? undefined : given);
    if (uncalled) serveUncalled(name, middleware, [given, request, response, next]);
    return middleware;
  };

/**
 * Reports errors and passes them on unchanged; stands behind all routes. Whoever answers finds
 * `{ eventId, errorHash }` in `res.locals.tocsin`, the id in `res.sentry` as well, clients the hash in the header `X-Error-Hash`.
 */
export const errorHandler: (options?: ErrorHandlerOptions) => ErrorMiddleware = orUncalled('errorHandler', (options) => reporting('errorHandler', options));

/** Options of {@link errorPage}. */
export type ErrorPageOptions = Pick<FailedExchange<ExpressRequest, ExpressResponse>, 'texts'>;

const answering = (options: unknown): ErrorMiddleware => {
  const { texts } = adapterOptions<ErrorPageOptions>('errorPage', options, { texts: 'function' });
  return (error, request, response, next) => {
    if (!answerHttpError(error, { binding, request, response, texts })) next(error);
  };
};

/** The last middleware: a page that shows the hash, or problem details (RFC 9457) for who asks for JSON. */
export const errorPage: (options?: ErrorPageOptions) => ErrorMiddleware = orUncalled('errorPage', answering);

/** The field's one line: `app.use(errorHandler(options))`. */
export const setupExpressErrorHandler = (app: { use(handler: ErrorMiddleware): unknown }, options?: ErrorHandlerOptions): void =>
  void app.use(reporting('setupExpressErrorHandler', options));
