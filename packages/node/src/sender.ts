import type { Agent as HttpAgent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Undo } from '@tocsin/core';
import type { Answer, Post } from '@tocsin/core/platform';
import { loadBuiltIn, requireBuiltIn } from './built-in';
import type { Health } from './health';
import { noteFailed, noteTaken } from './health';
import { openAgent } from './open-agent';
import type { Route } from './route';

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
  readonly agent?: HttpAgent | undefined;
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
export const createSender = ({ route, agent: given, health, compress = !staysHere(route), patience = PATIENCE }: SenderOptions): Post => {
  const { protocol, hostname, port, path, headers } = route;
  let connection: Connection | undefined;
  let connectWithin = patience.hold;

  return async (body) => {
    connection ??= prepareConnection(route, patience, given);
    const { request, agent } = connection;
    const zipped = compress && body.length > GZIP_THRESHOLD;
    const payload = zipped ? await gzip(body) : body;
    const framing = { 'content-length': String(payload.length), ...(zipped && { 'content-encoding': 'gzip' }) };
    const outgoing = request({ protocol, hostname, port, path, method: 'POST', agent, timeout: patience.answer, headers: { ...headers, ...framing } });
    const within = connectWithin;
    const wasConnected = watchConnecting(outgoing);
    const undo = letGo(outgoing, { hold: patience.hold, connect: within, onOverdue: () => (health.lastSendFailed = true) });
    try {
      const answer = await answerTo(outgoing, payload);
      if (answer.status >= 500) noteFailed(health);
      else if (answer.status < 300) noteTaken(health);
      else health.lastSendFailed = false;
      connectWithin = patience.hold;
      return answer;
    } catch (error) {
      noteFailed(health);
      connectWithin = Math.min(within * 2, patience.connect);
      throw error instanceof Error && !wasConnected() ? Object.assign(error, { unsent: true }) : error;
    } finally {
      undo();
    }
  };
};

interface Connection {
  readonly request: (options: RequestOptions) => ClientRequest;
  readonly agent: HttpAgent;
}

const prepareConnection = (route: Route, { idle, connect }: Patience, given: HttpAgent | undefined): Connection => {
  const { request } = loadBuiltIn(route.protocol === 'https:' ? 'node:https' : 'node:http');
  return { request, agent: given ?? openAgent(requireBuiltIn(), { ...route, idle, connect }) };
};

const gzip = (body: string | Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    loadBuiltIn('node:zlib').gzip(body, GZIP, (error, zipped) => (error ? reject(error) : resolve(zipped)));
  });

const answerTo = (outgoing: ClientRequest, payload: string | Uint8Array): Promise<Answer> =>
  new Promise((resolve, reject) => {
    outgoing.on('response', (response) => {
      // The status says all. The rest is read so that the connection can be used again, and may break off.
      response.on('error', () => undefined).resume();
      resolve(answerOf(response));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.on('error', reject);
    outgoing.end(payload);
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
  let connected = false;
  const note = (): void => {
    connected = true;
  };
  outgoing.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', note);
    else note();
  });
  return () => connected;
};

interface LettingGo {
  readonly hold: number;
  readonly connect: number;
  readonly onOverdue: () => void;
}

/** Keeps an overdue request from holding the process. The undo stops watching it. */
const letGo = (outgoing: ClientRequest, { hold, connect, onOverdue }: LettingGo): Undo => {
  const overdue = setTimeout(() => {
    onOverdue();
    outgoing.socket?.unref();
  }, hold).unref();
  const unconnected = setTimeout(() => {
    if (outgoing.socket?.connecting !== false) outgoing.destroy(new Error(`no connection within ${connect} ms`));
  }, connect).unref();
  return () => {
    clearTimeout(overdue);
    clearTimeout(unconnected);
  };
};
