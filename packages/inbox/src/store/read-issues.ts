import { integerOf, optionalTextOf, textOf } from './columns';
import type { Database, Row } from './driver';

/** An issue: events that are taken for the same failure. Times are milliseconds since the epoch. */
export interface Issue {
  readonly id: number;
  /** Title, culprit, level and release are those of the latest event. */
  readonly title: string;
  readonly culprit: string | undefined;
  readonly level: string;
  readonly release: string | undefined;
  /** Occurrences, those that flood control folded included. */
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** A release in which an issue was seen. */
export interface IssueRelease {
  readonly release: string;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** A part of a list, counted from 0. */
export interface Range {
  readonly limit: number;
  readonly offset: number;
}

/** A stretch of hours: `until` is the last one, `hours` their number. An hour is milliseconds / 3,600,000. */
export interface HourRange {
  readonly until: number;
  readonly hours: number;
}

/** Questions about issues. Every answer is what is on disk at that moment. */
export interface IssueReader {
  /** Latest first. */
  list(range: Range): readonly Issue[];
  total(): number;
  find(id: number): Issue | undefined;
  /** Latest first, 20 at most. */
  releases(id: number): readonly IssueRelease[];
  /** Occurrences hour by hour, oldest first, zeros included. */
  hourly(id: number, range: HourRange): readonly number[];
}

const COLUMNS = 'id, title, culprit, level, release, count, first_seen, last_seen';

const issueOf = (row: Row): Issue => ({
  id: integerOf(row, 'id'),
  title: textOf(row, 'title'),
  culprit: optionalTextOf(row, 'culprit'),
  level: textOf(row, 'level'),
  release: optionalTextOf(row, 'release'),
  count: integerOf(row, 'count'),
  firstSeen: integerOf(row, 'first_seen'),
  lastSeen: integerOf(row, 'last_seen'),
});

const releaseOf = (row: Row): IssueRelease => ({
  release: textOf(row, 'release'),
  count: integerOf(row, 'count'),
  firstSeen: integerOf(row, 'first_seen'),
  lastSeen: integerOf(row, 'last_seen'),
});

/** Prepares the questions once. */
export const createIssueReader = (database: Database): IssueReader => {
  const list = database.prepare(`SELECT ${COLUMNS} FROM issues ORDER BY last_seen DESC, id DESC LIMIT ? OFFSET ?`);
  const total = database.prepare('SELECT count(*) AS total FROM issues');
  const find = database.prepare(`SELECT ${COLUMNS} FROM issues WHERE id = ?`);
  const releases = database.prepare(
    'SELECT release, count, first_seen, last_seen FROM issue_releases WHERE issue_id = ? ORDER BY last_seen DESC, release LIMIT 20',
  );
  const hours = database.prepare('SELECT hour, count FROM issue_hours WHERE issue_id = ? AND hour > ? AND hour <= ?');

  return {
    list: ({ limit, offset }) => list.all(limit, offset).map(issueOf),
    total: () => integerOf(total.get() ?? {}, 'total'),
    find: (id) => {
      const row = find.get(id);
      return row && issueOf(row);
    },
    releases: (id) => releases.all(id).map(releaseOf),
    hourly: (id, { until, hours: length }) => {
      const first = until - length + 1;
      const counts = new Map(hours.all(id, first - 1, until).map((row) => [integerOf(row, 'hour'), integerOf(row, 'count')]));
      return Array.from({ length }, (_, index) => counts.get(first + index) ?? 0);
    },
  };
};
