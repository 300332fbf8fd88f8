import type { Agent as HttpAgent, IncomingMessage, RequestOptions } from 'node:http';
import { promisify } from 'node:util';
import type { Answer, Destination, Post } from '@tocsin/core/platform';
import { authHeader, envelopeUrl } from '@tocsin/core/platform';

/** Sockets kept open; as many as the transport has requests at a time. */
const MAX_SOCKETS = 4;

/** A server that has not answered by then will not, milliseconds. */
const REQUEST_TIMEOUT = 30_000;

/**
 * For this long a request in flight keeps the process alive, so that a script which ends at once
 * still gets its event out; then the socket is let go, so that a hanging server cannot hold a
 * process up. Milliseconds.
 */
const HOLD_PROCESS = 500;

/** Below this size compressing saves nothing that a packet would notice, bytes. */
export const GZIP_THRESHOLD = 4096;

/** What the last words of a dying process want to know of live sending. */
export interface Health {
  /** The last request failed or is overdue: little hope, so a death should not wait long. */
  lastSendFailed: boolean;
}

/** Where and with which headers envelopes go; the same for live sending and for last words. */
export const requestFor = ({ dsn, client }: Destination): { readonly url: string; readonly headers: Record<string, string> } => ({
  url: envelopeUrl(dsn, { auth: 'header' }),
  headers: {
    'content-type': 'application/x-sentry-envelope',
    'user-agent': client,
    'x-sentry-auth': authHeader(dsn, client),
  },
});

interface Connection {
  readonly request: typeof import('node:http').request;
  readonly agent: HttpAgent;
  readonly gzip: (body: string | Uint8Array) => Promise<Uint8Array>;
}

/** Loaded at the first event, not at start: a process that never fails pays nothing. */
const connect = async (secure: boolean): Promise<Connection> => {
  const [{ request, Agent }, zlib] = await Promise.all([secure ? import('node:https') : import('node:http'), import('node:zlib')]);
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const compress = promisify<string | Uint8Array, Uint8Array>(zlib.gzip);
  return { request, agent, gzip: compress };
};

/** Posts over kept-alive connections. Rejects when there was no answer. */
export const createSender = (destination: Destination, health: Health): Post => {
  const { url, headers } = requestFor(destination);
  let connecting: Promise<Connection> | undefined;
  return async (body) => {
    connecting ??= connect(destination.dsn.scheme === 'https');
    const connection = await connecting;
    const zipped = body.length > GZIP_THRESHOLD;
    const payload = zipped ? await connection.gzip(body) : body;
    const length = { 'content-length': String(payload.length) };
    const options: RequestOptions = {
      method: 'POST',
      agent: connection.agent,
      timeout: REQUEST_TIMEOUT,
      headers: { ...headers, ...length, ...(zipped && { 'content-encoding': 'gzip' }) },
    };
    try {
      const answer = await exchange(connection, { url, options, payload, onOverdue: () => (health.lastSendFailed = true) });
      health.lastSendFailed = answer.status >= 500;
      return answer;
    } catch (error) {
      health.lastSendFailed = true;
      throw error;
    }
  };
};

interface Exchange {
  readonly url: string;
  readonly options: RequestOptions;
  readonly payload: string | Uint8Array;
  readonly onOverdue: () => void;
}

const exchange = ({ request }: Connection, { url, options, payload, onOverdue }: Exchange): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, options, (response) => {
      // Answers are short; they are read to the end so that the connection can be used again.
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        clearTimeout(letGo);
        resolve(answerOf(response));
      });
    });
    const letGo = setTimeout(() => {
      onOverdue();
      outgoing.socket?.unref();
    }, HOLD_PROCESS).unref();
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${REQUEST_TIMEOUT} ms`)));
    outgoing.once('error', (error) => {
      clearTimeout(letGo);
      reject(error);
    });
    outgoing.end(payload);
  });

const answerOf = ({ statusCode = 0, headers }: IncomingMessage): Answer => ({
  status: statusCode,
  header(name) {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  },
});
