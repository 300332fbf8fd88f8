import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Undo } from '@tocsin/core';
import { continueTrace, getClient } from '@tocsin/core';
import type { RequestBinding } from '@tocsin/core/http';
import { countRequestSession, incomingTrace, proceedOnce, requestFacts } from '@tocsin/core/http';
import { isolateRequest } from '../request-isolation';
import { isEnvelope } from './http-exchange';
import type { IncomingParts } from './http-incoming';

/** Published for each connection to a server, before anything was read from it. */
const CONNECTED = 'net.server.socket';

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

const runAsRequest = (given: Stream, sessions: boolean, run: () => void): void =>
  continueTrace(incomingTrace(binding, given), () =>
    isolateRequest([given.stream], (isolation) => {
      isolation.setRequestReader(() => requestFacts(binding, given));
      const end = countRequestSession(sessions);
      if (end) given.stream.once('close', end);
      run();
    }),
  );

/** The class of a server for HTTP/2: no other has the method. Node does not export it. */
const classOf = ({ server }: { readonly server?: object }): Pick<Http2Server, 'emit'> | undefined =>
  server && 'updateSettings' in server ? (Object.getPrototypeOf(server) as Http2Server) : undefined;

/**
 * Gives every stream to a server of `node:http2` a scope and the trace of its caller, by one wrap of what tells
 * the server's listeners of it, old API and new. (Node 22 and later publish the start of a stream, but in the
 * turn of the session that all streams share: scopes that were stepped into there would stay for the next one.)
 * The classes of such servers are met with the first connection to one; who has none pays nothing.
 */
export const isolateStreams = ({ client, sessions }: IncomingParts): Undo => {
  const wrapped = new Map<object, Undo>();
  const isOurs = ({ headers }: Stream): boolean => getClient() === client && !isEnvelope((name) => headers[name]?.toString());

  const wrap = (prototype: Pick<Http2Server, 'emit'>): Undo => {
    const own = Object.getOwnPropertyDescriptor(prototype, 'emit');
    const original = prototype.emit;
    let active = true;
    const emit = function (this: Http2Server, name: string, ...rest: readonly unknown[]): boolean {
      let answer = false;
      const proceed = (): void => void (answer = original.call(this, name, ...rest));
      if (active && name === 'stream') {
        // What goes with this event is documented by Node.
        const [stream, headers] = rest as [ServerHttp2Stream, IncomingHttpHeaders];
        proceedOnce(proceed, (run) => (isOurs({ stream, headers }) ? runAsRequest({ stream, headers }, sessions, run) : run()));
      } else proceed();
      return answer;
    };
    Object.defineProperty(prototype, 'emit', { value: emit, configurable: true, writable: true, enumerable: false });
    return () => {
      active = false;
      // What others have put around ours meanwhile stays; ours then only passes on.
      if (prototype.emit !== emit) return;
      if (own) Object.defineProperty(prototype, 'emit', own);
      else Reflect.deleteProperty(prototype, 'emit');
    };
  };

  const onConnected = (message: unknown): void => {
    // What the channel carries is documented by Node; the server hangs at the socket.
    const found = classOf((message as { readonly socket: Socket & { readonly server?: object } }).socket);
    if (found && !wrapped.has(found)) wrapped.set(found, wrap(found));
  };
  subscribe(CONNECTED, onConnected);
  return () => {
    unsubscribe(CONNECTED, onConnected);
    for (const undo of wrapped.values()) undo();
  };
};
