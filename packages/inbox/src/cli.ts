#!/usr/bin/env node
import { readCliOptions, usage, whereKept, type CliRequest } from './cli-options';
import type { Inbox } from './start-inbox';
import { VERSION } from './version';

// The entry of the command: here alone things happen on import. The server is loaded late, because
// a Node without SQLite would fail on loading it, before it could be told what is wrong.

/** The first Node with `node:sqlite` and without a flag for it. */
const OLDEST_NODE = [22, 13] as const;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const fail = (line: string, exitCode: number): void => {
  process.stderr.write(`tocsin-inbox: ${line}\n`);
  process.exitCode = exitCode;
};

const isTooOld = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
};

type ServeRequest = Extract<CliRequest, { kind: 'serve' }>;

const explain = (error: unknown, { port, host, file }: ServeRequest): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is taken, perhaps by an inbox that runs already; choose another with --port, or --port 0 for any`;
  if (code === 'EACCES') return `port ${port} on ${host} may not be used by this user; choose one above 1023 with --port`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is not an address of this machine; choose another with --host`;
  return `could not start with the file ${file}: ${error instanceof Error ? error.message : String(error)}`;
};

const closeOnSignal = (inbox: Inbox): void => {
  let stopping = false;
  const stop = (): void => {
    // A second signal means now.
    if (stopping) process.exit(1);
    stopping = true;
    say('closing');
    inbox.close().catch((error: unknown) => fail(`closing failed: ${String(error)}`, 1));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

const serve = async (request: ServeRequest): Promise<void> => {
  if (isTooOld(process.versions.node)) {
    fail(`Node ${OLDEST_NODE.join('.')} or later is needed, this is ${process.versions.node}; with npm: npx -p node@24 tocsin-inbox`, 1);
    return;
  }
  const { startInbox } = await import('./start-inbox');
  const { file, host, port, publicKey } = request;
  try {
    const inbox = await startInbox({ file, host, port, ...(publicKey === undefined ? {} : { publicKey }) });
    closeOnSignal(inbox);
    say(`Tocsin inbox: open ${inbox.url} in a browser and give this DSN to an app: ${inbox.dsn}`);
    say(whereKept(file));
    // For programs that start the inbox and wait for it.
    say(`inbox ready url=${inbox.url} dsn=${inbox.dsn}`);
  } catch (error) {
    fail(explain(error, request), 1);
  }
};

const request = readCliOptions(process.argv.slice(2));
if (request.kind === 'help') process.stdout.write(usage);
else if (request.kind === 'version') say(VERSION);
else if (request.kind === 'mistake') fail(`${request.message}; see --help`, 2);
else void serve(request);
