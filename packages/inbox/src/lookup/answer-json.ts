import { hashFromEventId } from '@tocsin/core/wire';
import { crashSiteOf, type CrashSite } from '../event/headline';
import { levelOf } from '../event/level';
import { eventOfRow } from '../event/stored-event';
import type { Lookup } from './resolve';

/** What support tools get for a hash. Times are RFC 3339, UTC; what is not known is `null`. */
export interface LookupAnswer {
  readonly eventId: string;
  readonly hash: string | null;
  readonly title: string;
  readonly culprit: string | null;
  /** The call that broke; empty for messages. */
  readonly where: CrashSite;
  readonly level: string;
  readonly release: string | null;
  readonly environment: string | null;
  /** Of the issue, as are `lastSeen` and `count`. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
  readonly issueUrl: string;
  readonly eventUrl: string;
}

/** A found event as JSON; `base` is the inbox's address without a slash at its end. */
export const lookupAnswer = ({ event, issue }: Extract<Lookup, { found: true }>, base: string): LookupAnswer => ({
  eventId: event.eventId,
  hash: hashFromEventId(event.eventId) ?? null,
  title: event.title,
  culprit: event.culprit ?? null,
  where: crashSiteOf(eventOfRow(event)),
  level: levelOf(event.level),
  release: event.release ?? null,
  environment: event.environment ?? null,
  firstSeen: new Date(issue.firstSeen).toISOString(),
  lastSeen: new Date(issue.lastSeen).toISOString(),
  count: issue.count,
  issueUrl: `${base}/issues/${issue.id}`,
  eventUrl: `${base}/events/${event.eventId}`,
});

/** Why nothing was found, and where to look instead. */
export const lookupMiss = (text: string, { reading, issues }: Extract<Lookup, { found: false }>, base: string) => ({
  detail: `nothing found; the text was read as ${reading}`,
  lookedFor: text,
  issues: issues.map(({ id, title }) => ({ title, issueUrl: `${base}/issues/${id}` })),
});
