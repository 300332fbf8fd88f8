import { createServer } from 'node:http';

/** What is served at one path. */
export interface Served {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A web server of one origin, on loopback, whose files may be added to while it runs. */
export interface FileSite {
  readonly origin: string;
  /** By path, without the query; may be added to at any time. */
  readonly files: Map<string, Served>;
  /** Paths that were asked for, with their headers, in order. */
  readonly requests: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[];
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', html: 'text/html', json: 'application/json' };

/** `/v1/` is a page; else the name's end tells. */
const typeOf = (path: string): string => `${types[/\.(\w+)$/.exec(path)?.[1] ?? 'html'] ?? 'text/plain'}; charset=utf-8`;

/** Starts one on a free port. */
export const startFileSite = async (): Promise<FileSite> => {
  const files = new Map<string, Served>();
  const requests: FileSite['requests'] = [];
  const server = createServer(({ url = '', headers }, response) => {
    const path = url.replace(/\?.*/, '');
    requests.push({ path, headers });
    const served = files.get(path);
    if (served) response.writeHead(200, { 'content-type': typeOf(path), 'access-control-allow-origin': '*', ...served.headers }).end(served.body);
    else response.writeHead(404, { 'access-control-allow-origin': '*' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server without a port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    files,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
