import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { bundle } from './bundle';

/** A page that is served at `/`. */
export interface SiteOptions {
  /** The app's module; `@tocsin/browser` is the built package. */
  readonly app: string;
  /** What stands in the page's body before the app. */
  readonly body?: string;
  /** Response headers of the page: a content security policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Other files: path → script text. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** A site on loopback. */
export interface Site {
  /** `http://127.0.0.1:…` */
  readonly origin: string;
  /** The same server under another name: another origin. */
  readonly otherOrigin: string;
  readonly close: () => Promise<void>;
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });

/** Starts one on a free port. Unknown paths under `/api/` answer with their method and headers. */
export const startSite = async ({ app, body = '', headers = {}, scripts = {} }: SiteOptions): Promise<Site> => {
  const files = new Map([...(await bundle(app)), ...Object.entries(scripts)]);
  const html = `<!doctype html><html lang="en"><head><title>Shop</title></head><body>${body}<script type="module" src="/app.js"></script></body></html>`;
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    const text = files.get(path);
    if (text !== undefined) response.setHeader('content-type', 'text/javascript').end(text);
    else if (path.startsWith('/api/')) response.setHeader('access-control-allow-origin', '*').end(JSON.stringify(request.headers));
    else if (path === '/favicon.ico') response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html);
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    otherOrigin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
