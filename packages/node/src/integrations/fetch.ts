import { AsyncResource } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Integration } from '@tocsin/core';
import { addBreadcrumb, getClient } from '@tocsin/core';
import { guard, tracePropagationFor } from '@tocsin/core/platform';

/** What `undici` publishes of a request; `fetch` is made of it, and so is the package of that name. */
interface UndiciRequest {
  readonly origin?: string | URL;
  readonly path: string;
  readonly method?: string;
  /** Names and values in turn; one text, with line breaks, in older versions. */
  readonly headers?: readonly (string | readonly string[])[] | string;
  addHeader(name: string, value: string): unknown;
}

interface Answered {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number };
}

const urlOf = ({ origin = '', path }: UndiciRequest): string => (/^https?:/.test(path) ? path : `${String(origin).replace(/\/$/, '')}${path}`);

const headerOf = ({ headers = [] }: UndiciRequest, wanted: string): string | undefined => {
  const list = typeof headers === 'string' ? headers.split(/\r\n|: /) : headers;
  const at = list.findIndex((name, index) => index % 2 === 0 && String(name).toLowerCase() === wanted);
  return at < 0 ? undefined : String(list[at + 1]);
};

const addTrace = (request: UndiciRequest): void => {
  const header = (name: string): string | undefined => headerOf(request, name);
  const added = tracePropagationFor({ url: urlOf(request), headers: { sentryTrace: header('sentry-trace'), baggage: header('baggage'), traceparent: header('traceparent') } });
  for (const [name, value] of Object.entries(added)) {
    // A second header of this name would be another list for some servers; the app's own stays as it is.
    if (header(name) === undefined) request.addHeader(name, value);
  }
};

const remember = ({ request, response }: Answered): void => {
  const [url = '', query] = urlOf(request).split('?', 2);
  const status = response?.statusCode;
  addBreadcrumb({
    type: 'http',
    category: 'fetch',
    level: status === undefined || status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info',
    data: { url, method: request.method, ...(query !== undefined && { 'http.query': query }), ...(status !== undefined && { status_code: status }) },
  });
};

/** Options of {@link nativeNodeFetchIntegration}. */
export interface FetchIntegrationOptions {
  /** Remembers requests as breadcrumbs. Default `true`. */
  readonly breadcrumbs?: boolean | undefined;
}

/** Requests by `fetch` and by the package `undici`: the trace is handed on in them, and they are remembered as breadcrumbs. */
export const nativeNodeFetchIntegration = ({ breadcrumbs = true }: FetchIntegrationOptions = {}): Integration => ({
  name: 'NodeFetch',
  setup(client) {
    const ours = <Message>(run: (message: Message) => void) => (message: unknown): void => {
      // What the channels carry is documented by undici.
      if (getClient() === client) guard(client.report, undefined, () => run(message as Message));
    };
    // Answers are told of in the scopes of whoever opened the connection, so each request keeps the way back to its own.
    const waysBack = new WeakMap<UndiciRequest, (answered: Answered) => void>();
    const onCreate = ({ request }: Answered): void => {
      addTrace(request);
      if (breadcrumbs) waysBack.set(request, AsyncResource.bind(remember, 'tocsin.fetch'));
    };
    const onEnd = (answered: Answered): void => waysBack.get(answered.request)?.(answered);
    const listeners: readonly (readonly [name: string, listener: (message: unknown) => void])[] = [
      ['undici:request:create', ours(onCreate)],
      ['undici:request:headers', ours(onEnd)],
      ['undici:request:error', ours(onEnd)],
    ];
    for (const [name, listener] of listeners) subscribe(name, listener);
    return () => listeners.forEach(([name, listener]) => unsubscribe(name, listener));
  },
});
