import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came. */
export interface Posted {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server on loopback that takes every POST and understands none. */
export interface PostBox {
  readonly origin: string;
  readonly posted: readonly Posted[];
  readonly close: () => void;
}

/** Starts one on a free port. */
export const startPostBox = async (): Promise<PostBox> => {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (text) => (body += String(text)));
    request.on('end', () => {
      posted.push({ path: request.url, headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};
