import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Event } from '@tocsin/core/wire';
import { decodeEnvelope } from '@tocsin/core/wire';

/** One event as a real server got it. */
export interface Arrival {
  /** Project of the DSN that it was sent to: tests that share a server keep apart by it. */
  readonly project: string;
  readonly event: Event;
  /** Size of the envelope before compression, bytes. */
  readonly size: number;
}

/** A real HTTP server that takes envelopes, on loopback. */
export interface Intake {
  readonly dsn: (project?: string) => string;
  /** In order of arrival. */
  readonly arrivals: readonly Arrival[];
  /** Addresses that a page has asked for leave to post to. */
  readonly preflights: readonly string[];
  /** The events of one project (default: `1`), each once: a server too takes one with a known id for a repetition. */
  readonly events: (project?: string) => readonly Event[];
  /** Payloads of the items of one type that one project (default: `1`) got, read as JSON, in order of arrival. */
  readonly items: (type: string, project?: string) => readonly unknown[];
  readonly close: () => Promise<void>;
}

/** How the server behaves. */
export interface IntakeOptions {
  /** Projects that are never answered, though their events arrive. */
  readonly hangs?: (project: string) => boolean;
}

/** The whole body, decompressed. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
};

interface Item {
  readonly type: string;
  readonly payload: Uint8Array;
}

const itemsIn = (body: Uint8Array): readonly Item[] => {
  const decoded = decodeEnvelope(body);
  if (!decoded.ok) throw new Error(`The SDK sent a malformed envelope: ${decoded.problem.detail}`);
  return decoded.envelope.items.map(({ header, payload }) => ({ type: header.type, payload }));
};

const asJson = ({ payload }: Item) => JSON.parse(new TextDecoder().decode(payload));

/** Starts one on a free port. */
export const startIntake = async ({ hangs = () => false }: IntakeOptions = {}): Promise<Intake> => {
  const arrivals: Arrival[] = [];
  const preflights: string[] = [];
  const items: (Item & { readonly project: string })[] = [];

  const take = async (request: IncomingMessage): Promise<string> => {
    const [, project = ''] = /^\/api\/([^/]+)\/envelope\/(?:\?|$)/.exec(request.url ?? '') ?? [];
    const body = await bodyOf(request);
    for (const item of itemsIn(body)) {
      items.push({ project, ...item });
      if (item.type === 'event') arrivals.push({ project, event: asJson(item), size: body.length });
    }
    return project;
  };

  const server = createServer((request, response) => {
    // As servers of the field do, for pages; a page that has to ask first does something wrong.
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS') {
      preflights.push(request.url ?? '');
      response.writeHead(405).end();
      return;
    }
    take(request).then(
      (project) => {
        if (!hangs(project)) response.end('{}');
      },
      // A body that broke off, or is no envelope: the sender is told, and the test sees no event.
      (error: unknown) => void response.writeHead(400, { 'x-sentry-error': String(error) }).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;

  // A key that no other has: a port that was another test's may be given again, and what waits in the spool for that one is not for this.
  const key = randomUUID().replaceAll('-', '');

  return {
    arrivals,
    preflights,
    dsn: (project = '1') => `http://${key}@127.0.0.1:${port}/${project}`,
    events: (project = '1') => {
      const own = arrivals.filter((arrival) => arrival.project === project);
      return [...new Map(own.map(({ event }) => [event.event_id, event])).values()];
    },
    items: (type, project = '1') => items.filter((item) => item.type === type && item.project === project).map(asJson),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
