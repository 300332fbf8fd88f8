import { AsyncResource } from 'node:async_hooks';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Undo } from '@tocsin/core';
import { getClient } from '@tocsin/core';
import type { RequestBinding } from '@tocsin/core/http';
import { guard } from '@tocsin/core/platform';
import { hearChannel } from '../hear-channel';
import { inRequest } from '../request-isolation';
import { isEnvelope } from './http-exchange';
import type { IncomingOptions } from './http-incoming';
import { takeRequest } from './incoming-request';
import { createEmitWraps } from './wrap-emit';

/** Published for each connection to a server, before anything was read from it. */
const CONNECTED = 'net.server.socket';

/** Published for each stream before the server's listeners hear of it, by Node 22 and later. */
const CREATED = 'http2.server.stream.created';

interface Stream {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
}

/** A stream as Node makes it: no framework has read its body or chosen its route. */
const binding: RequestBinding<Stream> = {
  mechanism: 'auto.http.node',
  method: ({ headers }) => headers[':method'],
  url: ({ headers }) => `${headers[':scheme']}://${headers[':authority'] ?? headers.host}${headers[':path']}`,
  // The others stand in the first line of HTTP/1.
  headers: ({ headers }) => Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':'))),
  route: () => undefined,
  body: () => undefined,
  isGone: ({ stream }) => stream.destroyed,
};

/** No other server has the method. */
const isForStreams = (server: object | undefined): server is object => server !== undefined && 'updateSettings' in server;

/**
 * Gives every stream to a server of `node:http2` a scope and the trace of its caller, by one wrap of what tells
 * the server's listeners of it, old API and new. (Node 22 and later publish the start of a stream, but in the
 * turn of the session that all streams share: scopes that were stepped into there would stay for the next one.)
 * The classes of such servers are met with the first connection to one; who has none pays nothing.
 */
export const isolateStreams = ({ client, sessions }: IncomingOptions): Undo => {
  const isOurs = ({ headers }: Stream): boolean => getClient() === client && !isEnvelope((name) => headers[name]?.toString());

  /** Streams that the listeners are about to hear of; not known where nothing is published. */
  let coming: number | undefined;
  const onCreated = ({ stream }: Pick<Stream, 'stream'>): void => {
    // Even numbers are pushed: of those the listeners hear nothing.
    if (Number(stream.id) % 2) coming = (coming ?? 0) + 1;
  };
  const lead = ([name, ...rest]: readonly unknown[]): AsyncResource | undefined => {
    if (name !== 'stream') return undefined;
    // What goes with this event is documented by Node.
    const [stream, headers] = rest as [ServerHttp2Stream, IncomingHttpHeaders];
    coming = coming && coming - 1;
    return guard(client.report, undefined, () => {
      if (isOurs({ stream, headers })) takeRequest({ binding, request: { stream, headers }, emitters: [stream], answer: stream, sessions });
      return inRequest(stream, () => new AsyncResource('tocsin.stream'));
    });
  };
  const wraps = createEmitWraps({ lead, isSpared: () => coming === 0 });
  const onConnected = ({ socket: { server } }: { readonly socket: Socket & { readonly server?: object } }): void => {
    guard(client.report, undefined, () => isForStreams(server) && wraps.wrapClassOf(server));
  };
  const undoes = [hearChannel(CREATED, onCreated), hearChannel(CONNECTED, onConnected), wraps.undo];
  return () => undoes.forEach((undo) => undo());
};
