import { AsyncResource } from 'node:async_hooks';
import type { Integration } from '@tocsin/core';
import { whileBound } from '@tocsin/core/platform';
import { hearChannel } from '../hear-channel';
import type { HeaderOf } from './http-exchange';
import { isEnvelope, rememberExchange, traceHeadersFor } from './http-exchange';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { flag } from '../options/kinds';

/** What `undici` publishes of a request; `fetch` is made of it, and so is the package of that name. */
interface UndiciRequest {
  readonly origin?: string | URL;
  readonly path: string;
  readonly method?: string;
  /** Names and values in turn; one text, with line breaks, in older versions. */
  readonly headers?: readonly (string | readonly string[])[] | string;
  addHeader(name: string, value: string): unknown;
}

/** What `undici` publishes: that a request is made, or how it has ended. */
interface Published {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number };
}

const urlOf = ({ origin = '', path }: UndiciRequest): string => (/^https?:/.test(path) ? path : `${String(origin).replace(/\/$/, '')}${path}`);

const headerOf =
  ({ headers = [] }: UndiciRequest): HeaderOf =>
  (wanted) => {
    const list = typeof headers === 'string' ? [...headers.matchAll(/^([^:\r\n]+): (.*)$/gm)].flatMap(([, name = '', value = '']) => [name, value]) : headers;
    const at = list.findIndex((name, index) => index % 2 === 0 && String(name).toLowerCase() === wanted);
    return at < 0 ? undefined : String(list[at + 1]);
  };

const addTrace = (request: UndiciRequest): void => {
  const header = headerOf(request);
  for (const [name, value] of Object.entries(traceHeadersFor(urlOf(request), header))) {
    // A second header of this name would be another list for some servers; the app's own stays as it is.
    if (header(name) === undefined) request.addHeader(name, value);
  }
};

const remember = ({ request, response }: Published): void => {
  if (!isEnvelope(headerOf(request))) rememberExchange({ category: 'fetch', url: urlOf(request), method: request.method, status: response?.statusCode });
};

/** Options of {@link nativeNodeFetchIntegration}. */
export interface FetchIntegrationOptions {
  /** Remembers requests as breadcrumbs. Default `true`. */
  readonly breadcrumbs?: boolean | undefined;
}

const kinds: KindsOf<FetchIntegrationOptions> = { breadcrumbs: flag };

/** Requests by `fetch` and by the package `undici`: the trace is handed on in them, and they are remembered as breadcrumbs. */
export const nativeNodeFetchIntegration = (options?: FetchIntegrationOptions): Integration => ({
  name: 'NodeFetch',
  setup(client) {
    const { breadcrumbs = true } = usableOptions(options, kinds, { name: 'NodeFetch', report: client.report });
    // Answers are told of in the scopes of whoever opened the connection, so each request keeps the way back to its own.
    const waysBack = new WeakMap<UndiciRequest, (published: Published) => void>();
    const onCreate = whileBound(client, ({ request }: Published) => {
      addTrace(request);
      if (breadcrumbs) waysBack.set(request, AsyncResource.bind(remember, 'tocsin.fetch'));
    });
    const onEnd = whileBound(client, (published: Published) => waysBack.get(published.request)?.(published));
    const undoes = [hearChannel('undici:request:create', onCreate), hearChannel('undici:request:headers', onEnd), hearChannel('undici:request:error', onEnd)];
    return () => undoes.forEach((undo) => undo());
  },
});
