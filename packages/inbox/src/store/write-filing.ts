import { MAX_SKIPPED_TYPES } from '../limits';
import { integerOf } from './columns';
import type { Database } from './driver';
import type { EventRecord, Filing } from './filing';

/** Milliseconds of an hour, the grain of the counters. */
export const HOUR_MS = 3_600_000;

/** Where skipped types are counted once there are too many of them. No real type has parentheses. */
const OTHER_TYPES = '(other)';

/** The row of an issue: its counters grow, its face is that of its latest event. */
const UPSERT_ISSUE = `
INSERT INTO issues (project_id, grouping_key, title, culprit, level, release, count, first_seen, last_seen)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (project_id, grouping_key) DO UPDATE SET
  title = iif(excluded.last_seen >= last_seen, excluded.title, title),
  culprit = iif(excluded.last_seen >= last_seen, excluded.culprit, culprit),
  level = iif(excluded.last_seen >= last_seen, excluded.level, level),
  release = iif(excluded.last_seen >= last_seen, excluded.release, release),
  count = count + excluded.count,
  first_seen = min(first_seen, excluded.first_seen),
  last_seen = max(last_seen, excluded.last_seen)
RETURNING id`;

const INSERT_EVENT = `
INSERT INTO events (project_id, event_id, issue_id, title, culprit, level, release, environment, weight, occurred_at, received_at, payload)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const COUNT_RELEASE = `
INSERT INTO issue_releases (issue_id, release, count, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (issue_id, release) DO UPDATE SET
  count = count + excluded.count,
  first_seen = min(first_seen, excluded.first_seen),
  last_seen = max(last_seen, excluded.last_seen)`;

const COUNT_HOUR = `
INSERT INTO issue_hours (issue_id, hour, count) VALUES (?, ?, ?)
ON CONFLICT (issue_id, hour) DO UPDATE SET count = count + excluded.count`;

const COUNT_SKIPPED = `
INSERT INTO skipped_items (type, count)
SELECT iif((SELECT count(*) FROM skipped_items) < ? OR EXISTS (SELECT 1 FROM skipped_items WHERE type = ?), ?, ?), 1
WHERE true
ON CONFLICT (type) DO UPDATE SET count = count + 1`;

interface EventWriter {
  /** False: this id is there already, nothing was written. */
  write(filing: Filing, event: EventRecord): boolean;
}

const createEventWriter = (database: Database): EventWriter => {
  const known = database.prepare('SELECT 1 FROM events WHERE event_id = ? AND project_id = ?');
  const upsertIssue = database.prepare(UPSERT_ISSUE);
  const insertEvent = database.prepare(INSERT_EVENT);
  const countRelease = database.prepare(COUNT_RELEASE);
  const countHour = database.prepare(COUNT_HOUR);

  const upsert = (projectId: number, event: EventRecord): number => {
    const { groupingKey, title, level, weight, occurredAt } = event;
    const face = [title, event.culprit ?? null, level, event.release ?? null] as const;
    const row = upsertIssue.get(projectId, groupingKey, ...face, weight, occurredAt, occurredAt);
    return integerOf(row ?? {}, 'id');
  };

  return {
    write: ({ projectId, receivedAt }, event) => {
      const { eventId, weight, occurredAt, release } = event;
      if (known.get(eventId, projectId)) return false;
      const issueId = upsert(projectId, event);
      const face = [event.title, event.culprit ?? null, event.level, release ?? null, event.environment ?? null] as const;
      insertEvent.run(projectId, eventId, issueId, ...face, weight, occurredAt, receivedAt, event.payload);
      countHour.run(issueId, Math.floor(occurredAt / HOUR_MS), weight);
      if (release !== undefined) countRelease.run(issueId, release, weight, occurredAt, occurredAt);
      return true;
    },
  };
};

/** Writes a filing. Call it inside a transaction. */
export type WriteFiling = (filing: Filing) => void;

/**
 * Prepares the statements once and gives what writes a filing. An event whose id is stored already
 * means that the sender missed our first answer and sent the whole envelope again: nothing of it is
 * written twice, neither the event nor what came with it.
 */
export const createWriteFiling = (database: Database): WriteFiling => {
  const events = createEventWriter(database);
  const insertItem = database.prepare('INSERT INTO items (project_id, event_id, type, header, payload, received_at) VALUES (?, ?, ?, ?, ?, ?)');
  const countSkipped = database.prepare(COUNT_SKIPPED);

  return (filing) => {
    const written = filing.events.filter((event) => events.write(filing, event));
    if (filing.events.length > 0 && written.length === 0) return;
    for (const { eventId, type, header, payload } of filing.items) {
      insertItem.run(filing.projectId, eventId ?? null, type, header, payload, filing.receivedAt);
    }
    for (const type of filing.skipped) countSkipped.run(MAX_SKIPPED_TYPES, type, type, OTHER_TYPES);
  };
};
