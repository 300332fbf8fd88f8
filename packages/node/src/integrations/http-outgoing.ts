import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Client, Undo } from '@tocsin/core';
import { attempt, whileBound } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import { hearChannel } from '../hear-channel';
import { hookMethod } from '../hook-method';
import type { HeaderOf } from './http-exchange';
import { isEnvelope, rememberExchange, traceHeadersFor } from './http-exchange';
import { REQUEST_START } from './http-incoming';

/** Published when a request is made and its headers are still open; Node 20 has no such channel. */
const CREATED = 'http.client.request.created';
const RESPONSE = 'http.client.response.finish';
const FAILED = 'http.client.request.error';

const headerOf =
  (request: ClientRequest): HeaderOf =>
  (name) => {
    const value = request.getHeader(name);
    return value === undefined ? undefined : String(value);
  };

const urlOf = (request: ClientRequest): string => `${request.protocol}//${headerOf(request)('host') ?? request.host}${request.path}`;

const addTrace = (request: ClientRequest): void => {
  if (request.headersSent) return;
  for (const [name, value] of Object.entries(traceHeadersFor(urlOf(request), headerOf(request)))) request.setHeader(name, value);
};

/** What Node publishes of a request. */
interface Published {
  readonly request: ClientRequest;
  readonly response?: IncomingMessage;
}

const remember = ({ request, response }: Published): void => {
  if (!isEnvelope(headerOf(request))) rememberExchange({ category: 'http', url: urlOf(request), method: request.method, status: response?.statusCode });
};

/**
 * Where no channel tells in time, the one method that writes the headers of a request: it is on the
 * prototype, so it does not matter how and when `http` was imported.
 */
const beforeHeaders = (add: (request: ClientRequest) => void): Undo => {
  const { ClientRequest } = loadBuiltIn('node:http');
  // An internal method that has been there since the beginning; where it is gone, there is a channel.
  return hookMethod(ClientRequest.prototype, '_implicitHeader', (request) => add(request as ClientRequest));
};

/** What tells that somebody has loaded `node:http`, the last of them too late for the headers of one request. */
const SIGNS = ['net.client.socket', REQUEST_START, 'http.client.request.start'];

const isHttpLoaded = (): boolean => {
  const loaded: unknown = Reflect.get(process, 'moduleLoadList');
  return !Array.isArray(loaded) || loaded.includes('NativeModule _http_client');
};

/** Waits until the app has loaded `node:http`: to load it for nobody would take longer than all else at a start. */
const onceHttpIsLoaded = (run: () => Undo): Undo => {
  let undo: Undo | undefined;
  const stopWaiting = (): void => waiting.forEach((stop) => stop());
  const onSign = (): void => {
    if (undo || !isHttpLoaded()) return;
    // What is still to be read for it may be out of reach, and the connection is the app's.
    attempt(() => (undo = run()));
    if (undo) stopWaiting();
  };
  const waiting = SIGNS.map((name) => hearChannel(name, onSign));
  onSign();
  return () => {
    stopWaiting();
    undo?.();
  };
};

/** What {@link watchOutgoing} is to do. */
export interface OutgoingOptions {
  readonly client: Client;
  /** Whether requests are remembered as breadcrumbs. */
  readonly breadcrumbs: boolean;
}

/** Hands the trace on in requests of `node:http` and `node:https`, and remembers how they ended. */
export const watchOutgoing = ({ client, breadcrumbs }: OutgoingOptions): Undo => {
  const onCreated = whileBound(client, addTrace);
  const onEnd = whileBound(client, remember);
  const undoes = [
    hearChannel(CREATED, ({ request }: Published) => onCreated(request)),
    ...(breadcrumbs ? [hearChannel(RESPONSE, onEnd), hearChannel(FAILED, onEnd)] : []),
    ...(channelMayBeMissing() ? [onceHttpIsLoaded(() => beforeHeaders(onCreated))] : []),
  ];
  return () => undoes.forEach((undo) => undo());
};

/** It came in the course of Node 22. Told twice, a request has its headers already. */
const channelMayBeMissing = (): boolean => Number.parseInt(process.versions.node) <= 22;
