import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainEventId } from '../../test/running-inbox';
import { MAX_SKIPPED_TYPES } from '../limits';
import type { EventRecord, Filing } from './filing';
import { openNodeSqlite } from './node-sqlite';
import { prepareProject } from './projects';
import { createEventReader } from './read-events';
import { createIssueReader } from './read-issues';
import { prepareSchema } from './schema';
import { createWriteFiling, HOUR_MS } from './write-filing';

const NOON = Date.UTC(2026, 10, 22, 12);

const record = (number: number, more: Partial<EventRecord> = {}): EventRecord => ({
  eventId: plainEventId(number),
  groupingKey: 'k',
  title: `title ${number}`,
  culprit: undefined,
  level: 'error',
  release: undefined,
  environment: undefined,
  weight: 1,
  occurredAt: NOON,
  payload: '{}',
  ...more,
});

describe('writing a filing', () => {
  const open = () => {
    const database = openNodeSqlite(':memory:');
    prepareSchema(database);
    prepareProject(database, { wanted: 'key', createKey: () => 'key' });
    return { database, write: createWriteFiling(database), issues: createIssueReader(database), events: createEventReader(database) };
  };
  let store = open();
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.database.close());

  const file = (more: Partial<Filing>): void => store.write({ projectId: 1, receivedAt: NOON, events: [], items: [], skipped: [], ...more });
  const issue = () => {
    const [only] = store.issues.list({ limit: 1, offset: 0 });
    if (!only) throw new Error('no issue');
    return only;
  };
  const rows = (sql: string) => store.database.prepare(sql).all();

  it('makes one issue of events with one key and adds up what they stand for', () => {
    file({ events: [record(1)] });
    file({ events: [record(2, { weight: 41 })] });
    file({ events: [record(3, { groupingKey: 'other' })] });
    expect(store.issues.total()).toBe(2);
    expect(store.issues.list({ limit: 9, offset: 0 }).map(({ count }) => count).toSorted((a, b) => a - b)).toEqual([1, 42]);
  });

  it('keeps the earliest and the latest sighting, in whatever order they come', () => {
    for (const [number, at] of [NOON, NOON - 5, NOON + 7].entries()) file({ events: [record(number, { occurredAt: at })] });
    expect(issue()).toMatchObject({ firstSeen: NOON - 5, lastSeen: NOON + 7 });
  });

  it('shows an issue with the face of its latest event, not of the last to arrive', () => {
    file({ events: [record(1, { occurredAt: NOON, title: 'late', level: 'fatal', release: '2', culprit: 'there' })] });
    file({ events: [record(2, { occurredAt: NOON - 60_000, title: 'early', level: 'info', release: '1' })] });
    expect(issue()).toMatchObject({ title: 'late', level: 'fatal', release: '2', culprit: 'there', count: 2 });
    expect(store.events.latestOf(issue().id)).toMatchObject({ title: 'late' });
  });

  it('stores an id once, and then nothing of the envelope a second time', () => {
    const item = { eventId: plainEventId(1), type: 'attachment', header: '{}', payload: new Uint8Array([1]) };
    file({ events: [record(1)], items: [item], skipped: ['statsd'] });
    file({ events: [record(1, { weight: 9 })], items: [item], skipped: ['statsd'] });
    expect(issue().count).toBe(1);
    expect(rows('SELECT * FROM items')).toHaveLength(1);
    expect(rows('SELECT * FROM skipped_items')).toEqual([{ type: 'statsd', count: 1 }]);
  });

  it('counts by release and by hour', () => {
    file({ events: [record(1, { release: 'a@1', weight: 3 }), record(2, { release: 'a@2', occurredAt: NOON - HOUR_MS }), record(3, { release: 'a@1', occurredAt: NOON + 1 })] });
    expect(store.issues.releases(issue().id)).toEqual([
      { release: 'a@1', count: 4, firstSeen: NOON, lastSeen: NOON + 1 },
      { release: 'a@2', count: 1, firstSeen: NOON - HOUR_MS, lastSeen: NOON - HOUR_MS },
    ]);
    expect(store.issues.hourly(issue().id, { until: NOON / HOUR_MS, hours: 4 })).toEqual([0, 0, 1, 4]);
  });

  it('keeps other items with their bytes', () => {
    const payload = new Uint8Array([0, 255, 10]);
    file({ items: [{ eventId: undefined, type: 'log', header: '{"type":"log"}', payload }] });
    expect(rows('SELECT type, header, payload, event_id FROM items')).toEqual([{ type: 'log', header: '{"type":"log"}', payload, event_id: null }]);
  });

  it('counts skipped types by name, but not more names than its limit', () => {
    for (let number = 0; number < MAX_SKIPPED_TYPES + 20; number += 1) file({ skipped: [`made-up-${number}`, 'statsd'] });
    const counts = new Map(rows('SELECT type, count FROM skipped_items').map(({ type, count }) => [type, count]));
    expect(counts.size).toBe(MAX_SKIPPED_TYPES + 1);
    expect(counts.get('statsd')).toBe(MAX_SKIPPED_TYPES + 20);
    expect(counts.get('(other)')).toBe(21);
  });

  it('lists the latest issue first and in parts', () => {
    for (let number = 1; number <= 5; number += 1) file({ events: [record(number, { groupingKey: `k${number}`, occurredAt: NOON + number })] });
    expect(store.issues.list({ limit: 2, offset: 0 }).map(({ title }) => title)).toEqual(['title 5', 'title 4']);
    expect(store.issues.list({ limit: 2, offset: 4 }).map(({ title }) => title)).toEqual(['title 1']);
  });
});
