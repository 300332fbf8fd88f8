import type { Undo } from '@tocsin/core';
import { around } from './around';
import { together } from './listen';

/** A request that the page sends. */
export interface PageRequest {
  readonly kind: 'fetch' | 'xhr';
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** What the app has put into it. */
  readonly headers: Headers;
}

/** What is done about a page's requests. Must not throw. */
export interface Watcher {
  /** Headers to add. */
  readonly headers?: (request: PageRequest) => object | undefined;
  /** Hears of the end; without a status there was no answer. */
  readonly ended?: (request: PageRequest, status?: number) => void;
}

/** What is known of a request before it is sent. `undefined` for those by which SDKs, ours or another's, send: what is told of one would lead to the next. */
const requestOf = (kind: PageRequest['kind'], [method, address]: readonly unknown[], given?: HeadersInit): PageRequest | undefined => {
  const url = new URL(String(address), globalThis.document?.baseURI ?? location.href).href;
  let headers: Headers | undefined;
  if (url.includes('sentry_key=')) return undefined;
  return {
    kind,
    method: String(method).toUpperCase(),
    url,
    // Made when somebody looks: to copy four headers takes twice as long as to resolve an address.
    get headers() {
      return (headers ??= new Headers(given));
    },
  };
};

/**
 * Whether options can be read and copied without a difference: not those with properties of a class (a `Request`
 * among them), nor headers that can be read only once.
 */
const isCopyable = (options: RequestInit): boolean => options.constructor === Object && !('next' in Object(options.headers));

/** Sees requests by `fetch`. The undo brings `fetch` back. */
export const watchFetch = ({ headers, ended }: Watcher): Undo =>
  around(globalThis, 'fetch', (_, given) => {
    const [input, init, ...rest] = given;
    const asked: Partial<Request> = input instanceof Request ? input : {};
    const options: RequestInit = Object(init);
    // What a service worker passes on for the page, a page itself among it, would come from the worker with options beside it.
    const isOpen = isCopyable(options) && !asked.destination;
    const request = given.length > 0 && requestOf('fetch', [options.method ?? asked.method ?? 'GET', asked.url ?? input], isOpen ? (options.headers ?? asked.headers) : undefined);
    if (!request) return undefined;
    const added = Object.entries((isOpen && headers?.(request)) || {});
    added.forEach((one) => request.headers.set(...one));
    return {
      given: added[0] && [input, { ...options, headers: request.headers }, ...rest],
      // Not beside the app's promise, which would then count as handled. What is no promise goes on as it is.
      answered: ended && ((answer) => Object(answer).then?.(
        (response: unknown) => {
          ended(request, Object(response).status);
          return response;
        },
        (error: unknown) => {
          ended(request);
          throw error;
        },
      )),
    };
  });

/** Sees requests by `XMLHttpRequest`, and throws where there is none. The undo brings its methods back. */
export const watchXhr = ({ headers, ended }: Watcher): Undo => {
  const { prototype } = XMLHttpRequest;
  const known = new WeakMap<XMLHttpRequest, PageRequest | undefined>();
  const onChange = function (this: XMLHttpRequest): void {
    const request = known.get(this);
    // No answer has the status 0.
    if (request && this.readyState === 4) ended?.(request, this.status || undefined);
  };
  return together([
    () => around(prototype, 'open', (xhr, given) => {
      known.set(xhr, requestOf('xhr', given));
      // Before what the page adds, so that it is known when that fails. Added twice it is there once.
      if (ended) xhr.addEventListener('readystatechange', onChange);
    }),
    () => around(prototype, 'setRequestHeader', (xhr, given) => known.get(xhr)?.headers.set(...(given as [string, string]))),
    () => around(prototype, 'send', (xhr) => {
      const request = known.get(xhr);
      Object.entries((request && headers?.(request)) || {}).forEach((one) => xhr.setRequestHeader(...one));
    }),
  ]);
};
