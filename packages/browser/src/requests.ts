import type { Undo } from '@tocsin/core';
import { around } from './around';
import { together } from './listen';

/** A request that the page sends. */
export interface PageRequest {
  readonly kind: 'fetch' | 'xhr';
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** What the app has put into it, by lower-case name. */
  readonly header: (name: string) => string | undefined;
}

/** What is done about a page's requests. Must not throw. */
export interface Watcher {
  /** Headers to add. */
  readonly headers?: (request: PageRequest) => object | undefined;
  /** Hears of the end; without a status there was no answer. */
  readonly ended?: (request: PageRequest, status: number | undefined) => void;
}

/** What SDKs like us send, in their own names or ours: to tell of it would make more of it. */
const isEnvelope = (url: string): boolean => url.includes('sentry_key=');

const absolute = (url: unknown): string => new URL(String(url), globalThis.document?.baseURI ?? location.href).href;

/** Sees requests by `fetch`. The undo brings `fetch` back. */
export const watchFetch = ({ headers, ended }: Watcher): Undo =>
  around(globalThis, 'fetch', (_, given) => {
    const [input, init, ...rest] = given;
    if (given.length === 0) return undefined;
    const asked = input instanceof Request ? input : undefined;
    const options: RequestInit = Object(init);
    const own = new Headers(options.headers ?? asked?.headers);
    const request: PageRequest = { kind: 'fetch', method: (options.method ?? asked?.method ?? 'GET').toUpperCase(), url: absolute(asked?.url ?? input), header: (name) => own.get(name) ?? undefined };
    if (isEnvelope(request.url)) return undefined;
    const added = Object.entries(headers?.(request) ?? {});
    for (const [name, value] of added) own.set(name, value);
    return {
      given: added.length > 0 ? [input, { ...options, headers: own }, ...rest] : undefined,
      // Not beside the app's promise, which would then count as handled.
      answered: ended && ((answer) => Promise.resolve(answer).then(
        (response: unknown) => {
          ended(request, response instanceof Response ? response.status : undefined);
          return response;
        },
        (error: unknown) => {
          ended(request, undefined);
          throw error;
        },
      )),
    };
  });

interface Opened {
  readonly xhr: XMLHttpRequest;
  readonly request: PageRequest;
  readonly own: Map<string, string>;
}

/** Sees requests by `XMLHttpRequest`. The undo brings its methods back. */
export const watchXhr = ({ headers, ended }: Watcher): Undo => {
  if (!('XMLHttpRequest' in globalThis)) return () => undefined;
  const { prototype } = XMLHttpRequest;
  const known = new WeakMap<object, Opened>();
  const openedBy = (self: unknown): Opened | undefined => known.get(Object(self));
  const onChange = ({ target }: Event): void => {
    const { xhr, request } = openedBy(target) ?? {};
    // No answer has the status 0.
    if (xhr?.readyState === 4 && request && !isEnvelope(request.url)) ended?.(request, xhr.status || undefined);
  };
  return together([
    around(prototype, 'open', (xhr, [method, url]) => {
      if (!(xhr instanceof XMLHttpRequest)) return;
      const own = new Map<string, string>();
      known.set(xhr, { xhr, own, request: { kind: 'xhr', method: String(method).toUpperCase(), url: absolute(url), header: (name) => own.get(name) } });
      // Before what the page adds, so that it is known when that fails. Added twice it is there once.
      if (ended) xhr.addEventListener('readystatechange', onChange);
    }),
    around(prototype, 'setRequestHeader', (xhr, [name, value]) => void openedBy(xhr)?.own.set(String(name).toLowerCase(), String(value))),
    around(prototype, 'send', (self) => {
      const { xhr, request } = openedBy(self) ?? {};
      if (!request || isEnvelope(request.url)) return;
      for (const [name, value] of Object.entries(headers?.(request) ?? {})) xhr?.setRequestHeader(name, value);
    }),
  ]);
};
