import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app';
import { createReceive } from './ingest/receive';
import type { Database } from './store/driver';
import { openNodeSqlite } from './store/node-sqlite';
import { ONLY_PROJECT_ID, prepareProject } from './store/projects';
import { createStore } from './store/store';

/** Milliseconds that envelopes gather before a commit. See `createGroupCommit`. */
const GATHER_MS = 2;

/** Milliseconds that requests under way get to finish when the inbox closes. */
const CLOSE_GRACE_MS = 5_000;

/** How to run an inbox. */
export interface InboxOptions {
  /** Path of the SQLite file; made when absent. `:memory:` keeps everything until the end of the process only. */
  readonly file: string;
  /** Address to listen on; default `127.0.0.1`, this machine only. Whoever reaches it can read what is stored. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Key of project 1 from now on; default: the one in the file, made by chance with the file. */
  readonly publicKey?: string;
  /** The clock, in milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
  /** Hears of failures to store and of faults, one line each; default: standard error. */
  readonly report?: (message: string) => void;
}

/** A running inbox. */
export interface Inbox {
  /** Where its pages are, without a slash at the end. */
  readonly url: string;
  /** What to give to SDKs. */
  readonly dsn: string;
  /**
   * Refuses new envelopes (503), lets those under way finish within 5 seconds, and releases port and
   * file. Resolves when that is done; calling it again waits for the same end.
   */
  close(): Promise<void>;
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A server on a TCP port has an address of this kind; others are for pipes.
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Where to reach an address: "all addresses" is none that one can connect to everywhere. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
};

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });

const hex = (bytes: number) => (): string => randomBytes(bytes).toString('hex');

const reportToStderr = (message: string): void => {
  process.stderr.write(`tocsin-inbox: ${message}\n`);
};

/** Runs an inbox on a database that is open already; it is closed with the inbox, and when starting fails. */
export const startInboxOn = async (database: Database, options: Omit<InboxOptions, 'file'>): Promise<Inbox> => {
  const { host = '127.0.0.1', port = 0, publicKey: wanted, now = Date.now, report = reportToStderr } = options;
  const store = createStore({ database, soon: (run) => setTimeout(run, GATHER_MS) });
  const publicKey = prepareProject(database, { wanted, createKey: hex(16) });
  const project = { id: ONLY_PROJECT_ID, publicKey };
  const state = { closing: false, dsn: '' };
  const isClosing = () => state.closing;
  const receive = createReceive({
    findProject: (id) => (id === String(project.id) ? project : undefined),
    file: store.file,
    isClosing,
    now,
    newEventId: hex(16),
    report,
  });
  const app = createApp({ store, receive, host, isClosing, now, report, dsn: () => state.dsn });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  // The listener answers 500 by itself when something fails; its promise has no news for us.
  const server = createServer((request, response) => void listener(request, response));
  const origin = `${reachable(host)}:${await listen(server, port, host)}`;
  state.dsn = `http://${publicKey}@${origin}/${project.id}`;

  const close = async (): Promise<void> => {
    state.closing = true;
    await stop(server);
    store.close();
  };
  let closed: Promise<void> | undefined;
  return { url: `http://${origin}`, dsn: state.dsn, close: () => (closed ??= close()) };
};

/**
 * Opens (or makes) the file and serves on the port. Rejects, with nothing left open, when the file
 * cannot be used or the port is taken (`code: 'EADDRINUSE'`).
 */
export const startInbox = async ({ file, ...options }: InboxOptions): Promise<Inbox> => {
  const database = openNodeSqlite(file);
  try {
    return await startInboxOn(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
};
