import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app';
import { optionsProblem, type InboxOptions } from './inbox-options';
import { createReceive } from './ingest/receive';
import type { Database } from './store/driver';
import { openNodeSqlite } from './store/node-sqlite';
import { ONLY_PROJECT_ID, prepareProject } from './store/projects';
import { createStore, type Store } from './store/store';

/** Milliseconds that envelopes gather before a commit. See `createGroupCommit`. */
const GATHER_MS = 2;

/** Milliseconds that requests under way get to finish when the inbox closes. */
const CLOSE_GRACE_MS = 5_000;

/** Address and headers of a request, bytes. A letter that is pasted into the look-up stands in the address, with up to nine for each of its signs. */
const MAX_HEADER_BYTES = 256 * 1024;

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

type ServeOptions = Omit<InboxOptions, 'file'>;

interface Opened {
  readonly store: Store;
  readonly publicKey: string;
}

/** The store and its key. Closes the database when it cannot be used. */
const openStore = (open: () => Database, wanted: string | undefined): Opened => {
  const database = open();
  try {
    const store = createStore({ database, soon: (run) => setTimeout(run, GATHER_MS) });
    return { store, publicKey: prepareProject(database, { wanted, createKey: hex(16) }) };
  } catch (error) {
    database.close();
    throw error;
  }
};

interface Serving extends Opened {
  readonly host: string;
  /** Host and port as clients write them. */
  readonly authority: string;
  readonly options: ServeOptions;
}

/** Lets the server answer from the store. */
const serve = (server: Server, { store, publicKey, host, authority, options }: Serving): Inbox => {
  const { now = Date.now, report = reportToStderr } = options;
  const project = { id: ONLY_PROJECT_ID, publicKey };
  const dsn = `http://${publicKey}@${authority}/${project.id}`;
  const state = { closing: false };
  const isClosing = () => state.closing;
  const findProject = (id: string) => (id === String(project.id) ? project : undefined);
  const receive = createReceive({ findProject, file: store.file, isClosing, now, newEventId: hex(16), report });
  const app = createApp({ store, receive, host, isClosing, now, report, dsn });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  // The listener answers 500 by itself when something fails; its promise has no news for us.
  server.on('request', (request, response) => void listener(request, response));

  const close = async (): Promise<void> => {
    state.closing = true;
    await stop(server);
    store.close();
  };
  let closed: Promise<void> | undefined;
  return { url: `http://${authority}`, dsn, close: () => (closed ??= close()) };
};

/** Runs an inbox on the database that `open` gives; it is closed with the inbox, and when starting fails. */
export const startInboxOn = async (open: () => Database, options: ServeOptions): Promise<Inbox> => {
  const { host = '127.0.0.1', port = 0, publicKey: wanted } = options;
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES });
  // The port comes first, so that a start which fails for it leaves no new file behind. Nothing is
  // awaited from here on: whoever connects meanwhile is heard when the listener is there.
  const authority = `${reachable(host)}:${await listen(server, port, host)}`;
  try {
    return serve(server, { ...openStore(open, wanted), host, authority, options });
  } catch (error) {
    await stop(server);
    throw error;
  }
};

/**
 * Serves on the port and opens (or makes) the file. Rejects, with nothing left open and no file
 * made, when an option cannot be used (`TypeError`; the key must fit into a DSN), when the port is taken
 * (`code: 'EADDRINUSE'`), or when the file cannot be used.
 */
export const startInbox = async (options: InboxOptions): Promise<Inbox> => {
  const problem = optionsProblem(options);
  if (problem !== undefined) throw new TypeError(problem);
  const { file, ...others } = options;
  const { report = reportToStderr } = others;
  const onShared = (): void => report(`${file} is open elsewhere, perhaps in an inbox that runs already: what either is sent shows in both`);
  return startInboxOn(() => openNodeSqlite(file, onShared), others);
};
