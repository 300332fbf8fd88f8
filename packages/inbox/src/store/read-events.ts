import { feedbackTypes } from '../event/feedback';
import { MAX_EVENT_BYTES } from '../limits';
import { integerOf, optionalTextOf, textOf } from './columns';
import type { Database, Row } from './driver';

/** A stored event without its body. Times are milliseconds since the epoch. */
export interface StoredEvent {
  /** 32 lower-case hex digits. */
  readonly eventId: string;
  readonly issueId: number;
  readonly title: string;
  readonly culprit: string | undefined;
  readonly level: string;
  readonly release: string | undefined;
  readonly environment: string | undefined;
  /** Occurrences that it stands for. */
  readonly weight: number;
  readonly occurredAt: number;
  readonly receivedAt: number;
}

/** A stored event with its body. */
export interface StoredEventBody extends StoredEvent {
  /** JSON as it came. */
  readonly payload: string;
}

/** Something that came with an event, such as an attachment. */
export interface StoredItem {
  readonly type: string;
  /** JSON. */
  readonly header: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** The body of a feedback, JSON as it came. */
  readonly said: string | undefined;
}

/** Questions about events. */
export interface EventReader {
  find(eventId: string): StoredEventBody | undefined;
  latestOf(issueId: number): StoredEventBody | undefined;
  /** Latest first. */
  listOf(issueId: number, limit: number): readonly StoredEvent[];
  /** Ids from `first` up to, not including, `end`, with their issues; 200 at most. Ids sort as text. */
  idsBetween(first: string, end: string): readonly { readonly eventId: string; readonly issueId: number }[];
  /** What else came under that id, or is about it; 50 at most. */
  itemsOf(eventId: string): readonly StoredItem[];
}

const COLUMNS = 'event_id, issue_id, title, culprit, level, release, environment, weight, occurred_at, received_at';
const LATEST_FIRST = 'ORDER BY occurred_at DESC, seq DESC';

const eventOf = (row: Row): StoredEvent => ({
  eventId: textOf(row, 'event_id'),
  issueId: integerOf(row, 'issue_id'),
  title: textOf(row, 'title'),
  culprit: optionalTextOf(row, 'culprit'),
  level: textOf(row, 'level'),
  release: optionalTextOf(row, 'release'),
  environment: optionalTextOf(row, 'environment'),
  weight: integerOf(row, 'weight'),
  occurredAt: integerOf(row, 'occurred_at'),
  receivedAt: integerOf(row, 'received_at'),
});

const bodyOf = (row: Row | undefined): StoredEventBody | undefined => row && { ...eventOf(row), payload: textOf(row, 'payload') };

/** Prepares the questions once. */
export const createEventReader = (database: Database): EventReader => {
  const find = database.prepare(`SELECT ${COLUMNS}, payload FROM events WHERE event_id = ? LIMIT 1`);
  const latest = database.prepare(`SELECT ${COLUMNS}, payload FROM events WHERE issue_id = ? ${LATEST_FIRST} LIMIT 1`);
  const list = database.prepare(`SELECT ${COLUMNS} FROM events WHERE issue_id = ? ${LATEST_FIRST} LIMIT ?`);
  const between = database.prepare('SELECT event_id, issue_id FROM events WHERE event_id >= ? AND event_id < ? LIMIT 200');
  const said = `iif(type IN (${[...feedbackTypes].map((type) => `'${type}'`).join(', ')}) AND length(payload) <= ${MAX_EVENT_BYTES}, CAST(payload AS TEXT), NULL) AS said`;
  const items = database.prepare(`SELECT type, header, length(payload) AS size, received_at, ${said} FROM items WHERE event_id = ? ORDER BY seq LIMIT 50`);

  return {
    find: (eventId) => bodyOf(find.get(eventId)),
    latestOf: (issueId) => bodyOf(latest.get(issueId)),
    listOf: (issueId, limit) => list.all(issueId, limit).map(eventOf),
    idsBetween: (first, end) =>
      between.all(first, end).map((row) => ({ eventId: textOf(row, 'event_id'), issueId: integerOf(row, 'issue_id') })),
    itemsOf: (eventId) =>
      items.all(eventId).map((row) => ({
        type: textOf(row, 'type'),
        header: textOf(row, 'header'),
        size: integerOf(row, 'size'),
        receivedAt: integerOf(row, 'received_at'),
        said: optionalTextOf(row, 'said'),
      })),
  };
};
