import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// The real command in real processes: what a 200 promises must outlive the process that gave it.

const cli = fileURLToPath(new URL('../../packages/inbox/dist/cli.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

interface RunningCommand {
  readonly child: ChildProcess;
  readonly url: string;
  readonly dsn: string;
  readonly ended: Promise<Ended>;
}

const children: ChildProcess[] = [];
const folder = { path: '' };
beforeEach(() => {
  folder.path = mkdtempSync(join(tmpdir(), 'tocsin-inbox-e2e-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder.path, { recursive: true, force: true });
});

const command = (args: readonly string[]) => {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += String(text);
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stderr })));
  return { child, ended };
};

/** Starts the command and waits for its ready line. */
const start = async (file: string, more: readonly string[] = ['--port', '0']): Promise<RunningCommand> => {
  const { child, ended } = command(['--file', file, ...more]);
  const ready = new Promise<RegExpExecArray>((resolve) => {
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += String(text);
      const match = /^inbox ready url=(\S+) dsn=(\S+)$/m.exec(stdout);
      if (match) resolve(match);
    });
  });
  const first = await Promise.race([ready, ended]);
  if (!Array.isArray(first)) throw new Error(`the inbox ended before it was ready: ${JSON.stringify(first)}`);
  const [, url = '', dsn = ''] = first;
  return { child, url, dsn, ended };
};

const eventId = (number: number): string => `${number.toString(16).padStart(12, '0')}4000${'8'.padEnd(16, '0')}`;

const post = ({ url, dsn }: RunningCommand, id: string): Promise<Response> =>
  fetch(`${url}/api/1/envelope/?sentry_key=${new URL(dsn).username}`, {
    method: 'POST',
    body: `{"event_id":"${id}"}\n{"type":"event"}\n{"message":"durable","extra":{"text":"${'x'.repeat(2_000)}"}}\n`,
  });

const storedIds = (file: string): ReadonlySet<unknown> => {
  const database = new DatabaseSync(file);
  try {
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return new Set(database.prepare('SELECT event_id FROM events').all().map((row) => row['event_id']));
  } finally {
    database.close();
  }
};

/** Sends one after the other until the inbox is gone; notes each id that was answered with 200. */
const sendUntilGone = async (inbox: RunningCommand, ids: Iterator<string>, acknowledged: Set<string>): Promise<void> => {
  for (;;) {
    const { value: id } = ids.next();
    try {
      if ((await post(inbox, id)).status === 200) acknowledged.add(id);
    } catch {
      // The inbox was killed: that is how the sending ends.
      return;
    }
  }
};

describe('the command tocsin-inbox', () => {
  it('is built', () => {
    expect(existsSync(cli), `${cli} is missing; build first`).toBe(true);
  });

  it('loses nothing when it is killed right after a 200', async () => {
    const file = join(folder.path, 'a.sqlite');
    for (let round = 1; round <= 5; round += 1) {
      const inbox = await start(file);
      expect((await post(inbox, eventId(round))).status).toBe(200);
      inbox.child.kill('SIGKILL');
      expect((await inbox.ended).signal).toBe('SIGKILL');
      expect(storedIds(file).size).toBe(round);
    }
  });

  it('loses none of what it has acknowledged when it is killed under load', async () => {
    const file = join(folder.path, 'a.sqlite');
    const acknowledged = new Set<string>();
    const ids = (function* numbered() {
      for (let number = 1; ; number += 1) yield eventId(number);
    })();
    // By count, not by the clock, so that a busy machine sends as many; then a little later, so that
    // the death meets different moments of a commit.
    for (const [more, thenMs] of [[10, 0], [20, 1], [40, 3], [60, 7]] as const) {
      const inbox = await start(file);
      const enough = acknowledged.size + more;
      const senders = Array.from({ length: 16 }, () => sendUntilGone(inbox, ids, acknowledged));
      await expect.poll(() => acknowledged.size, { interval: 1, timeout: 10_000 }).toBeGreaterThanOrEqual(enough);
      await new Promise((resolve) => setTimeout(resolve, thenMs));
      inbox.child.kill('SIGKILL');
      await Promise.all([inbox.ended, ...senders]);
    }
    const stored = storedIds(file);
    expect(acknowledged.size).toBeGreaterThanOrEqual(130);
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  });

  it('keeps its DSN and its events over a restart on the same port', async () => {
    const file = join(folder.path, 'a.sqlite');
    const first = await start(file);
    await post(first, eventId(1));
    first.child.kill('SIGTERM');
    await first.ended;
    const second = await start(file, ['--port', new URL(first.url).port]);
    expect(second.dsn).toBe(first.dsn);
    expect((await fetch(`${second.url}/events/${eventId(1)}`)).status).toBe(200);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('closes cleanly on %s, with exit code 0 and nothing on stderr', async (signal) => {
    const file = join(folder.path, 'a.sqlite');
    const inbox = await start(file);
    expect((await post(inbox, eventId(1))).status).toBe(200);
    inbox.child.kill(signal);
    const { code, stderr } = await inbox.ended;
    expect(code).toBe(0);
    // Node 22 announces that SQLite is new there.
    expect(stderr.replace(/.*ExperimentalWarning: SQLite.*\n.*--trace-warnings.*\n/, '')).toBe('');
    // A clean end leaves one file: the write-ahead log has been worked in.
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('takes a chosen key', async () => {
    const inbox = await start(join(folder.path, 'a.sqlite'), ['--port', '0', '--key', 'a'.repeat(32)]);
    expect(inbox.dsn).toBe(`http://${'a'.repeat(32)}@${new URL(inbox.url).host}/1`);
  });

  it('says on one line that a port is taken, and exits with 1', async () => {
    const inbox = await start(join(folder.path, 'a.sqlite'));
    const { port } = new URL(inbox.url);
    const { code, stderr } = await command(['--file', join(folder.path, 'b.sqlite'), '--port', port]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`tocsin-inbox: port ${port} on 127.0.0.1 is taken, perhaps by an inbox that runs already; choose another with --port`);
    expect(existsSync(join(folder.path, 'b.sqlite'))).toBe(false);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    ['a mistyped option', () => ['--prot', '1'], 2, "Unknown option '--prot'"],
    ['a folder that is not there', () => ['--port', '0', '--file', join(folder.path, 'no', 'such', 'a.sqlite')], 1, 'unable to open database file'],
    ['a file that is no database', () => ['--port', '0', '--file', cli], 1, 'file is not a database'],
    ['an address of another machine', () => ['--port', '0', '--file', join(folder.path, 'a.sqlite'), '--host', '192.0.2.1'], 1, '192.0.2.1 is not an address of this machine'],
    ['a key that breaks the DSN', () => ['--port', '0', '--file', join(folder.path, 'a.sqlite'), '--key', 'a b'], 2, 'tocsin-inbox: the key must be'],
  ])('says on one line what is wrong with %s', async (_, args, exitCode, text) => {
    const { code, stderr } = await command(args()).ended;
    expect(code).toBe(exitCode);
    expect(stderr).toContain(text);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(folder.path, 'a.sqlite'))).toBe(false);
  });

  it('tells its version', async () => {
    const { child, ended } = command(['--version']);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += String(text);
    });
    expect((await ended).code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});
