import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Event } from '@tocsin/core/wire';
import { decodeEnvelope } from '@tocsin/core/wire';

/**
 * How a server is in trouble: nobody listens; it answers 503; it takes requests and never answers; it breaks
 * connections in turn in the middle of a request, and after all of it, before an answer.
 */
export type Trouble = 'refused' | '503' | 'hangs' | 'resets';

/** A real HTTP server that gets into trouble and out of it, always at the same port. */
export interface TroubleServer {
  readonly dsn: string;
  /** Gets into trouble, or out of it; what is open breaks. */
  readonly be: (state: Trouble | 'well') => Promise<void>;
  /** Events that arrived whole, in their order, each time they came. */
  readonly arrivals: readonly Event[];
  /** Ids of those that came again though they had been acknowledged. */
  readonly repeated: readonly string[];
  readonly close: () => Promise<void>;
}

/** Reads a body; `undefined` when it broke off. */
const bodyOf = async (request: IncomingMessage): Promise<Uint8Array | undefined> => {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
  } catch {
    return undefined; // A sender that dies breaks off; that is what is tried here.
  }
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
};

const eventIn = (body: Uint8Array): Event | undefined => {
  const decoded = decodeEnvelope(body);
  if (!decoded.ok) throw new Error(`The SDK sent a malformed envelope: ${decoded.problem.detail}`);
  const item = decoded.envelope.items.find(({ header }) => header.type === 'event');
  return item && JSON.parse(new TextDecoder().decode(item.payload));
};

/** Starts one, well. */
export const startTroubleServer = async (): Promise<TroubleServer> => {
  const arrivals: Event[] = [];
  const repeated: string[] = [];
  const acknowledged = new Set<string>();
  let state: Trouble | 'well' = 'well';
  let count = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const now = state;
    if (now === 'resets' && count++ % 2 === 0) return void request.socket.destroy();
    const body = await bodyOf(request);
    const event = body && eventIn(body);
    if (event) {
      if (acknowledged.has(event.event_id)) repeated.push(event.event_id);
      arrivals.push(event);
    }
    if (now === 'hangs') return;
    if (now === 'resets') return void request.socket.destroy();
    if (now === 'well' && event) acknowledged.add(event.event_id);
    response.writeHead(now === '503' ? 503 : 200).end('{}');
  };
  const server = createServer((request, response) => void serve(request, response));
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await listen(0);

  return {
    dsn: `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/1`,
    arrivals,
    repeated,
    async be(next) {
      state = next;
      if (server.listening && next === 'refused') await shut();
      else if (!server.listening && next !== 'refused') await listen(port);
      else server.closeAllConnections();
    },
    close: () => (server.listening ? shut() : Promise.resolve()),
  };
};
