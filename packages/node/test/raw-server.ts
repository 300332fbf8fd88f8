import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

/** A server on loopback that is no more than a socket. */
export interface RawServer {
  readonly port: number;
  /** A request is whatever comes in one piece. */
  readonly counts: { readonly connections: number; readonly open: number; readonly requests: number };
  readonly close: () => void;
}

/** Starts one on a free port; `handle` says what it does with each connection. */
export const startRawServer = async (handle: (socket: Socket) => void): Promise<RawServer> => {
  const counts = { connections: 0, open: 0, requests: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    counts.connections++;
    counts.open++;
    sockets.add(socket);
    socket.on('error', () => undefined).on('data', () => counts.requests++).on('close', () => {
      counts.open--;
      sockets.delete(socket);
    });
    handle(socket);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    close() {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
};
