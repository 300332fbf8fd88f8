import { createServer, request as ask } from 'node:http';

/** How a server answers. */
export interface Answers {
  /** Between an answer's head and its end, milliseconds. Default 0. */
  readonly after?: number;
  /** Beside those of the server itself. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A way to a server whose answers take their time, or say more. */
export interface SlowAnswers {
  /** The same address as that of the server, by this way. */
  readonly through: (url: string) => string;
  readonly close: () => Promise<void>;
}

/** Starts one on a free port of loopback. */
export const startSlowAnswers = async (server: string, { after = 0, headers = {} }: Answers): Promise<SlowAnswers> => {
  const { port: target } = new URL(server);
  const way = createServer((incoming, outgoing) => {
    const onward = ask({ host: '127.0.0.1', port: target, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...headers });
      outgoing.flushHeaders();
      setTimeout(() => answer.pipe(outgoing), after);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => void way.listen(0, '127.0.0.1', resolve));
  const address = way.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    through: (url) => url.replace(`:${target}/`, `:${port}/`),
    close: () =>
      new Promise((resolve) => {
        way.close(() => resolve());
        way.closeAllConnections();
      }),
  };
};
