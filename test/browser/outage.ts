import { createServer, request as ask } from 'node:http';

/** A way to a server that can be out of order: connections break. */
export interface Outage {
  /** The same address as that of the server, by this way. */
  readonly through: (url: string) => string;
  readonly end: () => void;
  readonly close: () => Promise<void>;
}

/** Starts one, out of order, on a free port of loopback. */
export const startOutage = async (server: string): Promise<Outage> => {
  let isDown = true;
  const { port: target } = new URL(server);
  const way = createServer((incoming, outgoing) => {
    if (isDown) {
      incoming.socket.destroy();
      return;
    }
    const onward = ask({ host: '127.0.0.1', port: target, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => void way.listen(0, '127.0.0.1', resolve));
  const address = way.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    through: (url) => url.replace(`:${target}/`, `:${port}/`),
    end: () => void (isDown = false),
    close: () =>
      new Promise((resolve) => {
        way.close(() => resolve());
        way.closeAllConnections();
      }),
  };
};
