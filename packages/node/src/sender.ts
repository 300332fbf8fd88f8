import type * as http from 'node:http';
import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Answer, Post } from '@tocsin/core/platform';
import { attempt, attemptOr } from '@tocsin/core/platform';
import { loadBuiltIn, requireBuiltIn } from './built-in';
import type { Health } from './health';
import { noteAnswer, noteFailed, widthOf } from './health';
import { openAgent } from './open-agent';
import type { Route } from './route';
import { createSharedDelay } from './shared-delay';
import { createSlots } from './slots';
import type { Patience } from './watch-request';
import { letGo, PATIENCE, readRest, watchConnecting } from './watch-request';

/** Below this size compressing saves nothing that a packet would notice, bytes. */
export const GZIP_THRESHOLD = 4096;

/** A window of 8 KB and small tables: half the time, a tenth of the memory, and no larger. An event has 10 KB; the defaults prepare for megabytes. */
const GZIP = { windowBits: 13, memLevel: 6 };

/** What a sender is made of. */
export interface SenderOptions {
  readonly route: Route;
  /** The app's own, in place of ours. */
  readonly agent?: Agent | undefined;
  /** Written by the sender. */
  readonly health: Health;
  /** Whether large bodies are gzipped. Default: unless the server is on this machine. */
  readonly compress?: boolean;
  /** Default: {@link PATIENCE}. */
  readonly patience?: Patience;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/**
 * Whether a body never leaves the machine (a relay beside the app, the inbox): compressing it would take both sides
 * longer than to hand it over. A proxy on this machine sends it on: then the path is a whole address.
 */
const staysHere = ({ hostname, path }: Route): boolean => LOOPBACK.test(hostname) && path.startsWith('/');

/**
 * Posts over kept-alive connections, as many as there are calls at a time, and never over more than `health` allows: a request takes
 * one until its answer was read to the end. Rejects when there was no answer; the error says `unsent` when there was no connection.
 */
export const createSender = ({ route, agent, health, compress = !staysHere(route), patience = PATIENCE }: SenderOptions): Post => {
  const open = opening(route, patience, agent);
  let connectWithin = patience.hold;
  const afterHold = createSharedDelay(patience.hold);
  const afterRest = createSharedDelay(patience.rest);
  // An agent of the app may give fewer: what waits there for one is given up, as if there were no server.
  const sockets = createSlots(() => Math.min(widthOf(health), agent?.maxSockets ?? Infinity));

  // A flood of events runs this thousands of times, at first without V8's help: so with no promise, listener or timer that it could do without.
  const exchange = (body: string | Uint8Array, framing: OutgoingHttpHeaders): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const begun = attempt(() => open(framing, String(body.length)));
      if (!begun.ok) {
        sockets.leave();
        return reject(begun.error);
      }
      const outgoing = begun.value;
      const within = connectWithin;
      const wasConnected = watchConnecting(outgoing);
      let hasAnswered = false;
      let undo = afterHold(() => {
        health.lastSendFailed = true;
        letGo(outgoing, { within, size: body.length }, patience);
      });
      outgoing.on('response', (response) => {
        hasAnswered = true;
        // The status says all. The rest is read so that the connection can be used again, and may break off.
        undo();
        undo = afterRest(() => outgoing.destroy());
        readRest(response, outgoing);
        noteAnswer(health, response.statusCode);
        connectWithin = patience.hold;
        resolve(answerOf(response));
      });
      outgoing.on('error', (error) => {
        if (hasAnswered) return;
        noteFailed(health);
        connectWithin = Math.min(within * 2, patience.connect);
        reject(wasConnected() ? error : attemptOr(error, () => Object.assign(error, { unsent: true })));
      });
      outgoing.on('close', () => {
        undo();
        sockets.leave();
      });
      // In a text, each character is a byte.
      outgoing.end(body, 'latin1');
    });

  const send = (body: string | Uint8Array, framing: OutgoingHttpHeaders): Promise<Answer> => {
    const turn = sockets.take();
    return turn ? turn.then(() => exchange(body, framing)) : exchange(body, framing);
  };

  return (body) => (compress && body.length > GZIP_THRESHOLD ? gzip(body).then((zipped) => send(zipped, { 'content-encoding': 'gzip' })) : send(body, {}));
};

/** Begins requests. What that needs is loaded when the first one does. */
const opening = (route: Route, { idle, connect }: Patience, given: Agent | undefined): ((framing: OutgoingHttpHeaders, size: string) => ClientRequest) => {
  const { protocol, hostname, port, path } = route;
  let request: typeof http.request | undefined;
  let agent = given;
  return (framing, size) => {
    request ??= loadBuiltIn(protocol === 'https:' ? 'node:https' : 'node:http').request;
    agent ??= openAgent(requireBuiltIn(), { ...route, idle, connect });
    // As an object: in a list, which Node would read faster, OpenTelemetry takes the numbers of its places for names.
    return request({ protocol, hostname, port, path, method: 'POST', agent, headers: Object.assign({}, route.headers, framing, { 'content-length': size }) });
  };
};

const gzip = (body: string | Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    loadBuiltIn('node:zlib').gzip(body, GZIP, (error, zipped) => (error ? reject(error) : resolve(zipped)));
  });

const answerOf = ({ statusCode = 0, headers }: IncomingMessage): Answer => ({
  status: statusCode,
  header(name) {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  },
});
