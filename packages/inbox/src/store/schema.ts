import { integerOf } from './columns';
import type { Database } from './driver';

/**
 * Version of the tables below, kept in the file. A file of a later version is refused, never
 * written to; a later version of ours brings the steps from the one before.
 */
export const SCHEMA_VERSION = 1;

/*
 * Times are milliseconds since the epoch; an hour is that divided by 3,600,000.
 * `count` and `weight` are occurrences: an event stands for itself and for those that flood control
 * folded into it. `seq` rises with arrival.
 */
const tables = `
CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  public_key TEXT NOT NULL
) STRICT;

CREATE TABLE issues (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  grouping_key TEXT NOT NULL,
  title TEXT NOT NULL,
  culprit TEXT,
  level TEXT NOT NULL,
  release TEXT,
  count INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  UNIQUE (project_id, grouping_key)
) STRICT;
CREATE INDEX issues_by_last_seen ON issues (last_seen DESC, id DESC);

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  event_id TEXT NOT NULL,
  issue_id INTEGER NOT NULL REFERENCES issues (id),
  title TEXT NOT NULL,
  culprit TEXT,
  level TEXT NOT NULL,
  release TEXT,
  environment TEXT,
  weight INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  payload TEXT NOT NULL,
  UNIQUE (event_id, project_id)
) STRICT;
CREATE INDEX events_by_issue ON events (issue_id, occurred_at DESC, seq DESC);

CREATE TABLE issue_releases (
  issue_id INTEGER NOT NULL REFERENCES issues (id),
  release TEXT NOT NULL,
  count INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (issue_id, release)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue_hours (
  issue_id INTEGER NOT NULL REFERENCES issues (id),
  hour INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (issue_id, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
  seq INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  event_id TEXT,
  type TEXT NOT NULL,
  header TEXT NOT NULL,
  payload BLOB NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX items_by_event ON items (event_id, type);

CREATE TABLE skipped_items (
  type TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/**
 * Makes sure that the tables are there. Throws with one clear line when the file belongs to a later
 * version or to something else: better no inbox than one that spoils data.
 */
export const prepareSchema = (database: Database): void => {
  const found = integerOf(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
  if (found === SCHEMA_VERSION) return;
  if (found !== 0) {
    throw new Error(`the file was written by another version of the inbox (its layout is ${found}, ours is ${SCHEMA_VERSION})`);
  }
  const foreign = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' LIMIT 1").get();
  if (foreign) throw new Error('the file is a database of something else; give another path');
  database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
};
