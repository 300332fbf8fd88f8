import { readdirSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { eventEnvelope, KEY, plainEventId, runInbox, temporaryFolder, typeError, type RunningInbox } from '../../test/running-inbox';
import { startInbox, startInboxOn } from '../start-inbox';
import type { Database } from '../store/driver';
import { openNodeSqlite } from '../store/node-sqlite';

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const run = async (options: Parameters<typeof runInbox>[0] = {}): Promise<RunningInbox> => {
  const inbox = await runInbox(options);
  undo.push(inbox.stop);
  return inbox;
};

/** What is in the file, seen through a connection of its own. */
const query = (file: string, sql: string): readonly Record<string, unknown>[] => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
};

/** Counts commits of a real database and can make its disk full, in earnest. */
const observed = (file: string) => {
  const database = openNodeSqlite(file);
  const seen = { commits: 0 };
  const exec = (sql: string): void => {
    database.exec(sql);
    if (sql === 'COMMIT') seen.commits += 1;
  };
  const wrapped: Database = { ...database, exec };
  // SQLite then fails as on a full disk (SQLITE_FULL), for real.
  const fill = () => database.prepare('PRAGMA max_page_count = 1').get();
  const empty = () => database.prepare('PRAGMA max_page_count = 1000000').get();
  return { database: wrapped, seen, fill, empty };
};

describe('storing', () => {
  it('has an event in the file when it answers 200', async () => {
    const inbox = await run();
    expect((await inbox.post(eventEnvelope(typeError('x', { release: 'a@1' })))).status).toBe(200);
    expect(query(inbox.file, 'SELECT event_id, title, release, weight FROM events')).toEqual([
      { event_id: plainEventId(1), title: 'TypeError: x', release: 'a@1', weight: 1 },
    ]);
  });

  it('keeps the event as it came, byte for byte', async () => {
    const inbox = await run();
    const text = '{"message" : "ö \\ud800 \\u0000", "n": 1.0, "n": 2, "deep": ' + '['.repeat(2_000) + ']'.repeat(2_000) + '}';
    expect((await inbox.post(`{"event_id":"${plainEventId(1)}"}\n{"type":"event"}\n${text}`)).status).toBe(200);
    expect(query(inbox.file, 'SELECT payload FROM events')).toEqual([{ payload: text }]);
    expect((await inbox.get(`/events/${plainEventId(1)}`)).status).toBe(200);
  });

  it('keeps other items as they came, skips unknown ones and counts them', async () => {
    const inbox = await run();
    const body = [
      `{"event_id":"${plainEventId(1)}"}`,
      '{"type":"event"}',
      '{}',
      '{"type":"quantum_report"}',
      '{"x":1}',
      '{"type":"attachment","length":3,"filename":"a.bin"}',
      'a\nb',
      '{"type":"session"}',
      '{"sid":"1"}',
      '{"type":"statsd","length":2}',
      'c\n',
      '{"type":"client_report"}',
      '{"discarded_events":[]}',
    ].join('\n');
    expect((await inbox.post(body)).status).toBe(200);
    expect(query(inbox.file, 'SELECT type, event_id, CAST(payload AS TEXT) AS payload FROM items ORDER BY seq')).toEqual([
      { type: 'attachment', event_id: plainEventId(1), payload: 'a\nb' },
      { type: 'session', event_id: plainEventId(1), payload: '{"sid":"1"}' },
      { type: 'client_report', event_id: plainEventId(1), payload: '{"discarded_events":[]}' },
    ]);
    expect(query(inbox.file, 'SELECT type, count FROM skipped_items ORDER BY type')).toEqual([
      { type: 'quantum_report', count: 1 },
      { type: 'statsd', count: 1 },
    ]);
  });

  it('stores an event that comes twice once, and answers 200 both times', async () => {
    const inbox = await run();
    const body = eventEnvelope(typeError('x'));
    expect([(await inbox.post(body)).status, (await inbox.post(body)).status]).toEqual([200, 200]);
    const both = await Promise.all([inbox.post(eventEnvelope(typeError('x'), { event_id: plainEventId(2) })), inbox.post(eventEnvelope(typeError('x'), { event_id: plainEventId(2) }))]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(query(inbox.file, 'SELECT count FROM issues')).toEqual([{ count: 2 }]);
  });

  it('groups by fingerprint, by the failure itself, and adds up folded occurrences', async () => {
    const inbox = await run();
    const events = [
      typeError('cannot read id 17 of cart'),
      typeError('cannot read id 99 of cart', { contexts: { flood: { suppressed: 499 } } }),
      typeError('something else'),
      typeError('a', { fingerprint: ['mine'] }),
      typeError('b', { fingerprint: ['mine'] }),
      typeError('something else', { fingerprint: ['{{ default }}'] }),
      { logentry: { message: 'stock of %s is low', params: ['A'], formatted: 'stock of A is low' } },
      { logentry: { message: 'stock of %s is low', params: ['B'], formatted: 'stock of B is low' } },
    ];
    for (const [index, event] of events.entries()) await inbox.post(eventEnvelope(event, { event_id: plainEventId(index + 1) }));
    expect(query(inbox.file, 'SELECT count FROM issues ORDER BY id')).toEqual([{ count: 501 }, { count: 2 }, { count: 2 }, { count: 2 }]);
  });

  it('takes the time from the event within bounds, and keeps when it came as well', async () => {
    const now = Date.UTC(2026, 10, 22, 12);
    const inbox = await run({ now: () => now });
    const times = [now / 1000 - 90, '2026-11-22T11:00:00Z', now / 1000 - 40 * 86_400, now / 1000 + 3_600, 'nonsense'];
    for (const [index, timestamp] of times.entries()) await inbox.post(eventEnvelope({ timestamp }, { event_id: plainEventId(index + 1) }));
    const rows = query(inbox.file, 'SELECT occurred_at - received_at AS offset, received_at FROM events ORDER BY seq');
    expect(rows.map(({ offset }) => offset)).toEqual([-90_000, -3_600_000, -30 * 86_400_000, 60_000, 0]);
    expect(new Set(rows.map(({ received_at }) => received_at))).toEqual(new Set([now]));
  });

  it('shares commits between senders that come at once, and stores them all', async () => {
    const folder = temporaryFolder();
    const { database, seen } = observed(join(folder.path, 'a.sqlite'));
    const inbox = await startInboxOn(() => database, { publicKey: KEY });
    undo.push(folder.remove, inbox.close);
    const before = seen.commits;
    const senders = Array.from({ length: 300 }, (_, index) =>
      fetch(`${inbox.url}/api/1/envelope/?sentry_key=${KEY}`, { method: 'POST', body: eventEnvelope(typeError('x'), { event_id: plainEventId(index + 1) }) }),
    );
    expect(new Set((await Promise.all(senders)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(query(join(folder.path, 'a.sqlite'), 'SELECT count(*) AS events FROM events')).toEqual([{ events: 300 }]);
    expect(seen.commits - before).toBeLessThan(150);
    expect(seen.commits - before).toBeGreaterThan(0);
  });

  it('answers 503 and never 200 when the disk is full, and goes on when it is not any more', async () => {
    const folder = temporaryFolder();
    const { database, fill, empty } = observed(join(folder.path, 'a.sqlite'));
    const reports: string[] = [];
    const inbox = await startInboxOn(() => database, { publicKey: KEY, report: (message) => reports.push(message) });
    undo.push(folder.remove, inbox.close);
    const post = (number: number) =>
      fetch(`${inbox.url}/api/1/envelope/?sentry_key=${KEY}`, { method: 'POST', body: eventEnvelope({ extra: { text: 'x'.repeat(200_000) } }, { event_id: plainEventId(number) }) });
    fill();
    const answers = await Promise.all([post(1), post(2), post(3)]);
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    expect(reports.join()).toContain('database or disk is full');
    empty();
    expect((await post(4)).status).toBe(200);
    expect(query(join(folder.path, 'a.sqlite'), 'SELECT event_id FROM events')).toEqual([{ event_id: plainEventId(4) }]);
  });

  /** A connection on which a test decides when each part of a request is sent. */
  const connect = async (url: string) => {
    const { hostname, port } = new URL(url);
    const socket: Socket = createConnection({ host: hostname, port: Number(port) });
    const answer = new Promise<string>((resolve, reject) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        text += String(chunk);
      });
      socket.once('close', () => resolve(text)).once('error', reject);
    });
    const send = (text: string) => new Promise<void>((resolve) => socket.write(text, () => setTimeout(resolve, 50)));
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    return { send, answer };
  };

  it('finishes what is under way when it closes, answers 503 to what is not, and then is gone', async () => {
    const inbox = await runInbox();
    const [inBody, inHeader] = await Promise.all([connect(inbox.url), connect(inbox.url)]);
    const body = eventEnvelope({});
    const head = `POST /api/1/envelope/?sentry_key=${KEY} HTTP/1.1\r\nHost: localhost\r\n`;
    const length = `Content-Length: ${body.length}\r\n\r\n`;
    await inBody.send(head + length + body.slice(0, 20));
    await inHeader.send(head);
    const closed = inbox.close();
    await Promise.all([inBody.send(body.slice(20)), inHeader.send(length + body)]);
    expect(await inBody.answer).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
    expect(await inHeader.answer).toMatch(/^HTTP\/1\.1 503 .*retry-after: 5.*shutting down/is);
    await closed;
    await expect(fetch(inbox.endpoint)).rejects.toThrow('fetch failed');
    expect(query(inbox.file, 'SELECT count(*) AS events FROM events')).toEqual([{ events: 1 }]);
    await inbox.stop();
  });

  it('keeps key and events over a restart', async () => {
    const folder = temporaryFolder();
    undo.push(folder.remove);
    const file = join(folder.path, 'a.sqlite');
    const first = await startInbox({ file });
    const endpoint = (inbox: { dsn: string; url: string }) => `${inbox.url}/api/1/envelope/?sentry_key=${new URL(inbox.dsn).username}`;
    await fetch(endpoint(first), { method: 'POST', body: eventEnvelope({}) });
    await first.close();
    const second = await startInbox({ file });
    undo.push(second.close);
    expect(new URL(second.dsn).username).toBe(new URL(first.dsn).username);
    expect(new URL(first.dsn).username).toMatch(/^[\da-f]{32}$/);
    expect((await fetch(`${second.url}/events/${plainEventId(1)}`)).status).toBe(200);
  });

  it.each(['', 'with blank', 'a/b', 'a@b', 'x'.repeat(65)])('refuses the key "%s", which would break a DSN', async (publicKey) => {
    await expect(startInbox({ file: ':memory:', publicKey })).rejects.toThrow('the key must be 1 to 64 letters');
  });

  it.each<readonly [unknown, string]>([
    [undefined, 'startInbox() takes an object: startInbox({ file })'],
    ['a.sqlite', 'startInbox() takes an object: startInbox({ file })'],
    [{}, 'file must be a path, or ":memory:"'],
    [{ file: '' }, 'file must be a path, or ":memory:"'],
    [{ file: ':memory:', port: 'x' }, 'port must be a number from 0 to 65535'],
    [{ file: ':memory:', port: 65_536 }, 'port must be a number from 0 to 65535'],
    [{ file: ':memory:', host: 7 }, 'host must be an address'],
    [{ file: ':memory:', now: 7 }, 'now must be a function'],
    [{ file: ':memory:', report: true }, 'report must be a function'],
    [{ file: ':memory:', prot: 3 }, 'unknown option "prot"; there are file, host, port, publicKey, now, report'],
  ])('says what is wrong with %j', async (options, message) => {
    await expect(startInbox(options as never)).rejects.toThrow(new TypeError(message));
  });

  it('takes options that are left out as undefined', async () => {
    const inbox = await startInbox({ file: ':memory:', port: undefined, host: undefined, publicKey: undefined, now: undefined, report: undefined });
    undo.push(inbox.close);
    expect((await fetch(inbox.url)).status).toBe(200);
  });

  it('says so when something else has the file open already, and works', async () => {
    const folder = temporaryFolder();
    undo.push(folder.remove);
    const file = join(folder.path, 'a.sqlite');
    const reports: string[] = [];
    const report = (message: string) => void reports.push(message);
    const first = await startInbox({ file, report });
    undo.push(first.close);
    expect(reports).toEqual([]);
    const second = await startInbox({ file, report });
    expect(reports).toEqual([`${file} is open elsewhere, perhaps in an inbox that runs already: what either is sent shows in both`]);
    for (const inbox of [first, second]) {
      await fetch(`${inbox.url}/api/1/envelope/?sentry_key=${new URL(inbox.dsn).username}`, { method: 'POST', body: eventEnvelope({}, { event_id: plainEventId(inbox === first ? 1 : 2) }) });
    }
    await second.close();
    for (const id of [1, 2]) expect((await fetch(`${first.url}/events/${plainEventId(id)}`)).status).toBe(200);
    await first.close();
    const third = await startInbox({ file, report });
    undo.push(third.close);
    expect(reports).toHaveLength(1);
  });

  it('frees the port again when the file cannot be used', async () => {
    const inbox = await run();
    const port = Number(new URL(inbox.url).port);
    await inbox.close();
    const folder = temporaryFolder();
    undo.push(folder.remove);
    await expect(startInbox({ file: folder.path, port })).rejects.toThrow('unable to open database file');
    const second = await startInbox({ file: ':memory:', port });
    await second.close();
  });

  it('leaves nothing open and no file behind when it cannot start', async () => {
    const inbox = await run();
    const folder = temporaryFolder();
    undo.push(folder.remove);
    const port = Number(new URL(inbox.url).port);
    await expect(startInbox({ file: join(folder.path, 'b.sqlite'), port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(startInbox({ file: folder.path })).rejects.toThrow('unable to open database file');
    await expect(startInbox({ file: join(folder.path, 'b.sqlite'), publicKey: 'a b' })).rejects.toThrow('the key must be');
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
