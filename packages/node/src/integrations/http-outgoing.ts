import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Client, Undo } from '@tocsin/core';
import { addBreadcrumb, getClient } from '@tocsin/core';
import { guard, tracePropagationFor } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';

/** Published when a request is made and its headers are still open; Node 20 has no such channel. */
const CREATED = 'http.client.request.created';
const RESPONSE = 'http.client.response.finish';
const FAILED = 'http.client.request.error';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : undefined);

/** Ours, and those of other SDKs like us: nobody wants to read of them. */
const isOwn = (request: ClientRequest): boolean => request.getHeader('x-sentry-auth') !== undefined;

const urlOf = (request: ClientRequest): string => `${request.protocol}//${textOf(request.getHeader('host')) ?? request.host}${request.path}`;

const addTrace = (request: ClientRequest): void => {
  if (request.headersSent || isOwn(request)) return;
  const header = (name: string): string | undefined => textOf(request.getHeader(name));
  const headers = tracePropagationFor({ url: urlOf(request), headers: { sentryTrace: header('sentry-trace'), baggage: header('baggage'), traceparent: header('traceparent') } });
  for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
};

const remember = (request: ClientRequest, response?: IncomingMessage): void => {
  if (isOwn(request)) return;
  const [url = '', query] = urlOf(request).split('?', 2);
  const status = response?.statusCode;
  addBreadcrumb({
    type: 'http',
    category: 'http',
    level: status === undefined || status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info',
    data: { url, method: request.method, ...(query !== undefined && { 'http.query': query }), ...(status !== undefined && { status_code: status }) },
  });
};

/**
 * Where no channel tells in time, the one method that writes the headers of a request: it is on the
 * prototype, so it does not matter how and when `http` was imported.
 */
const beforeHeaders = (add: (request: ClientRequest) => void): Undo => {
  const { ClientRequest } = loadBuiltIn('node:http');
  // An internal method that has been there since the beginning; where it is gone, there is a channel.
  const prototype = ClientRequest.prototype as { _implicitHeader?: () => void };
  const original = prototype._implicitHeader;
  if (!original) return () => undefined;
  let active = true;
  const wrapped = function (this: ClientRequest): void {
    if (active) add(this);
    original.call(this);
  };
  prototype._implicitHeader = wrapped;
  return () => {
    active = false;
    // What others have put around ours meanwhile stays; ours then only passes on.
    if (prototype._implicitHeader === wrapped) prototype._implicitHeader = original;
  };
};

/** What {@link watchOutgoing} is to do. */
export interface OutgoingParts {
  readonly client: Client;
  /** Whether requests are remembered as breadcrumbs. */
  readonly breadcrumbs: boolean;
}

/** Hands the trace on in requests of `node:http` and `node:https`, and remembers how they ended. */
export const watchOutgoing = ({ client, breadcrumbs }: OutgoingParts): Undo => {
  const ours = (run: () => void): void => {
    if (getClient() === client) guard(client.report, undefined, run);
  };
  const onCreated = (request: ClientRequest): void => ours(() => addTrace(request));
  // What these channels carry is documented by Node.
  const listeners: readonly (readonly [name: string, listener: (message: never) => void])[] = [
    [CREATED, ({ request }: { request: ClientRequest }) => onCreated(request)],
    ...(breadcrumbs
      ? ([
          [RESPONSE, ({ request, response }: { request: ClientRequest; response: IncomingMessage }) => ours(() => remember(request, response))],
          [FAILED, ({ request }: { request: ClientRequest }) => ours(() => remember(request))],
        ] as const)
      : []),
  ];
  for (const [name, listener] of listeners) subscribe(name, listener as (message: unknown) => void);
  const unwrap = channelMayBeMissing() ? beforeHeaders(onCreated) : undefined;
  return () => {
    for (const [name, listener] of listeners) unsubscribe(name, listener as (message: unknown) => void);
    unwrap?.();
  };
};

/** It came in the course of Node 22. Told twice, a request has its headers already. */
const channelMayBeMissing = (): boolean => Number.parseInt(process.versions.node) <= 22;
