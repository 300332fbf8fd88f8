import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, runInbox, type RunningInbox } from '../../test/running-inbox';

const root = new URL('../../../../../shared/data/envelopes/', import.meta.url);
const present = existsSync(root);
const skip = !present && process.env['CI'] !== 'true';
if (skip) console.log('samples.test.ts: skipped, because ../shared/data/envelopes is not there');

const bodyOf = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(name, root)));

/** Cut off on purpose: their declared length is larger than what follows. */
const malformed: ReadonlySet<string> = new Set([
  'spotlight/envelope_flutter_replay.bin',
  'spotlight/envelope_with_screenshot.bin',
  'spotlight/profile_chunk_1.txt',
  'glitchtip/truncated.envelope',
]);

describe.skipIf(skip)('envelopes of other SDKs, posted to a running inbox', () => {
  const names = present ? ['spotlight', 'glitchtip'].flatMap((folder) => readdirSync(new URL(`${folder}/`, root)).map((name) => `${folder}/${name}`)) : [];
  let inbox: RunningInbox;
  beforeAll(async () => {
    inbox = await runInbox();
  });
  afterAll(() => inbox.stop());

  const headerOf = (name: string): Record<string, unknown> => JSON.parse(Buffer.from(bodyOf(name)).toString('latin1').split('\n', 1)[0] ?? '');
  const rows = (sql: string, ...parameters: readonly string[]): readonly Record<string, unknown>[] => {
    const database = new DatabaseSync(inbox.file, { readOnly: true });
    try {
      return database.prepare(sql).all(...parameters);
    } finally {
      database.close();
    }
  };
  const itemTypes = (name: string) => rows('SELECT type FROM items WHERE event_id = ? ORDER BY seq', String(headerOf(name)['event_id'])).map(({ type }) => type);

  it.each(names)('%s', async (name) => {
    const response = await inbox.post(bodyOf(name));
    const answer = await response.json();
    if (malformed.has(name)) {
      expect(response.status).toBe(400);
      expect(answer.detail).toMatch(/^malformed envelope: item \d+: length is \d+, but only \d+ bytes follow$/);
      expect(answer.causes).toEqual(['length_past_end']);
    } else {
      const { event_id: eventId } = headerOf(name);
      expect([response.status, answer]).toEqual([200, eventId === undefined ? {} : { id: eventId }]);
    }
  });

  it('stored what they hold', () => {
    expect(names.length).toBe(34);
    expect(rows('SELECT title FROM events WHERE event_id = ?', '9c15a1d0f2f04df08a4d35d1cb8e5ec2')).toEqual([
      { title: "TypeError: unsupported operand type(s) for +: 'int' and 'str'" },
    ]);
    expect(rows('SELECT title, level FROM events WHERE event_id = ?', 'b6a1c9e2d3f44c5e8a7b9c0d1e2f3a4b')).toEqual([{ title: 'header dsn only', level: 'warning' }]);
    expect(itemTypes('spotlight/application_x_sentry_envelope-1706290053204.txt')).toEqual(['session', 'attachment']);
    expect(itemTypes('spotlight/envelope_with_css.txt')).toEqual(['attachment']);
    expect(rows("SELECT type FROM items WHERE type = 'log'").length).toBe(2);
    expect(rows('SELECT type FROM skipped_items ORDER BY type')).toEqual([{ type: 'quantum_report' }, { type: 'statsd' }]);
  });

  it('stored the event of the binary sample under the id of its envelope', () => {
    // Its id is shared by five samples, of which this is the only one with an event.
    expect(rows('SELECT title FROM events WHERE event_id = ?', '9ec79c33ec9942ab8353589fcb2e04dc')).toEqual([{ title: 'hello world' }]);
    const payloads = rows("SELECT payload FROM items WHERE event_id = ? AND length(payload) = 10 AND header LIKE '%hello.txt%'", '9ec79c33ec9942ab8353589fcb2e04dc');
    expect(payloads).toEqual([{ payload: new Uint8Array(Buffer.from('\u{feff}Hello\r\n')) }]);
  });

  it('shows every event of theirs on a page', async () => {
    const ids = rows('SELECT event_id FROM events').map(({ event_id }) => String(event_id));
    expect(ids.length).toBeGreaterThanOrEqual(10);
    for (const id of ids) expect((await inbox.get(`/events/${id}`)).status).toBe(200);
    expect((await inbox.get('/')).status).toBe(200);
  });

  it('takes the one whose only proof is the DSN in its header, once that names this inbox', async () => {
    const text = Buffer.from(bodyOf('glitchtip/header_dsn_only.envelope')).toString().replaceAll('b6a1c9e2d3f44c5e8a7b9c0d1e2f3a4b', 'b6a1c9e2d3f44c5e8a7b9c0d1e2f3a4c');
    const post = (body: string) => fetch(inbox.endpoint, { method: 'POST', body });
    expect((await post(text)).status).toBe(403);
    expect((await post(text.replace('__PUBLIC_KEY__', KEY).replace('__PROJECT_ID__', '1'))).status).toBe(200);
  });
});
