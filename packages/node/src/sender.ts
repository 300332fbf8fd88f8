import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Answer, Post } from '@tocsin/core/platform';
import { attemptOr } from '@tocsin/core/platform';
import { loadBuiltIn, requireBuiltIn } from './built-in';
import type { Health } from './health';
import { noteAnswer, noteFailed } from './health';
import { openAgent } from './open-agent';
import type { Route } from './route';
import { createSharedDelay } from './shared-delay';

/** How long things may take, milliseconds. */
export interface Patience {
  /** A server that has not answered by then will not. */
  readonly answer: number;
  /**
   * For this long a request in flight keeps the process alive, so that a script which ends at once
   * still gets its event out; then it is let go, so that a hanging server holds no process up.
   */
  readonly hold: number;
  /**
   * A connection in the making cannot be let go, only given up: first after `hold`, then after twice
   * as long with each failure, at most after this.
   */
  readonly connect: number;
  /** An idle connection is closed before the usual server closes it, which would cost a retry. */
  readonly idle: number;
}

/** Connecting: long enough for a lost packet, which the system repeats after one second. */
const PATIENCE: Patience = { answer: 30_000, hold: 500, connect: 2000, idle: 4000 };

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

/** Posts over kept-alive connections, as many as there are calls at a time. Rejects when there was no answer; the error says `unsent` when there was no connection. */
export const createSender = ({ route, agent, health, compress = !staysHere(route), patience = PATIENCE }: SenderOptions): Post => {
  const { headers } = route;
  let open: ((framing: OutgoingHttpHeaders) => ClientRequest) | undefined;
  let connectWithin = patience.hold;
  const afterHold = createSharedDelay(patience.hold);

  // A flood of events runs this thousands of times, at first without V8's help: so with no promise, listener or timer that it could do without.
  const exchange = (body: string | Uint8Array, framing: OutgoingHttpHeaders): Promise<Answer> =>
    new Promise((resolve, reject) => {
      open ??= prepareConnection(route, patience, agent);
      // As an object: in a list, which Node would read faster, OpenTelemetry takes the numbers of its places for names.
      const outgoing = open(Object.assign({}, headers, framing, { 'content-length': String(body.length) }));
      const within = connectWithin;
      const wasConnected = watchConnecting(outgoing);
      let hasAnswered = false;
      const undo = afterHold(() => {
        if (!hasAnswered) health.lastSendFailed = true;
        letGo(outgoing, within, patience);
      });
      outgoing.on('response', (response) => {
        hasAnswered = true;
        // The status says all. The rest is read so that the connection can be used again, and may break off.
        response.on('error', ignore).resume();
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
      outgoing.on('close', undo);
      // In a text, each character is a byte.
      outgoing.end(body, 'latin1');
    });

  return (body) => (compress && body.length > GZIP_THRESHOLD ? gzip(body).then((zipped) => exchange(zipped, { 'content-encoding': 'gzip' })) : exchange(body, {}));
};

const ignore = (): void => undefined;

const prepareConnection = (route: Route, { idle, connect }: Patience, given: Agent | undefined): ((headers: OutgoingHttpHeaders) => ClientRequest) => {
  const { protocol, hostname, port, path } = route;
  const { request } = loadBuiltIn(protocol === 'https:' ? 'node:https' : 'node:http');
  const agent = given ?? openAgent(requireBuiltIn(), { ...route, idle, connect });
  return (headers) => request({ protocol, hostname, port, path, method: 'POST', agent, headers });
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

/** Tells later whether there was a connection, so that something may have left. */
const watchConnecting = (outgoing: ClientRequest): (() => boolean) => {
  let connected = outgoing.reusedSocket;
  const note = (): void => {
    connected = true;
  };
  if (!connected) {
    outgoing.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', note);
      else note();
    });
  }
  return () => connected;
};

/** An overdue request holds the process no longer. It is given up when it has no connection `within` so many milliseconds of its start, or when its connection is silent for long. */
const letGo = (outgoing: ClientRequest, within: number, { hold, answer }: Patience): void => {
  const unconnected = setTimeout(() => {
    if (outgoing.socket?.connecting !== false) outgoing.destroy(new Error(`no connection within ${within} ms`));
  }, within - hold).unref();
  outgoing.on('close', () => clearTimeout(unconnected));
  outgoing.socket?.unref();
  outgoing.setTimeout(answer, () => outgoing.destroy(new Error('no answer in time')));
};
