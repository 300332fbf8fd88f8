import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Event } from '@tocsin/core/wire';
import { decodeEnvelope } from '@tocsin/core/wire';
import { listen } from './listen';

/** A real server that takes envelopes, on loopback. */
export interface Intake {
  readonly dsn: string;
  /** What has arrived, in order. */
  readonly events: Event[];
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
};

const eventsIn = (body: Uint8Array): Event[] => {
  const decoded = decodeEnvelope(body);
  if (!decoded.ok) throw new Error(`The SDK sent a malformed envelope: ${decoded.problem.detail}`);
  return decoded.envelope.items.filter(({ header }) => header.type === 'event').map(({ payload }) => JSON.parse(new TextDecoder().decode(payload)));
};

export const startIntake = async (): Promise<Intake> => {
  const events: Event[] = [];
  const { url, close } = await listen(
    createServer((request, response) => {
      void bodyOf(request).then((body) => {
        events.push(...eventsIn(body));
        response.end('{}');
      });
    }),
  );
  return { dsn: `${url.replace('//', '//key@')}/1`, events, close };
};
