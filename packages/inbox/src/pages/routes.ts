import { Hono, type Context } from 'hono';
import { normaliseEventId } from '../event/event-id';
import { lookupAnswer, lookupMiss } from '../lookup/answer-json';
import { resolveLookup } from '../lookup/resolve';
import type { Store } from '../store/store';
import { HOUR_MS } from '../store/write-filing';
import { eventPage } from './event-page';
import { issueListPage } from './issue-list';
import { issuePage } from './issue-page';
import { icon } from './layout';
import { notFoundPage, unknownLookupPage } from './message-page';

/** Issues on one page of the list. */
const PAGE_SIZE = 50;

/** Events listed with an issue. */
const RECENT_EVENTS = 50;

/** What pages are made from. */
export interface PageOptions {
  readonly store: Pick<Store, 'issues' | 'events'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Shown while there is nothing else. */
  readonly dsn: string;
}

const notFound = (context: Context) => context.html(notFoundPage(), 404);

/** A whole number from the address, 1 or more; `undefined` for anything else. */
const positive = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;

const wantsJson = (context: Context): boolean => {
  const accepted = context.req.header('accept') ?? '';
  return accepted.includes('application/json') && !accepted.includes('text/html');
};

/** All pages. Reading only: nothing here changes what is stored. */
export const createPages = ({ store: { issues, events }, now, dsn }: PageOptions): Hono => {
  const lastDay = (id: number) => issues.hourly(id, { until: Math.floor(now() / HOUR_MS), hours: 24 });

  const showList = (context: Context) => {
    const total = issues.total();
    const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
    const page = Math.min(positive(context.req.query('page')) ?? 1, pages);
    const listed = issues.list({ limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
    const withHours = listed.map((issue) => ({ issue, hourly: lastDay(issue.id) }));
    return context.html(issueListPage({ issues: withHours, total, page, pages, now: now(), dsn }));
  };

  const showIssue = (context: Context) => {
    const id = positive(context.req.param('id'));
    const issue = id === undefined ? undefined : issues.find(id);
    const latest = issue && events.latestOf(issue.id);
    if (!issue || !latest) return notFound(context);
    const { id: issueId } = issue;
    const recent = events.listOf(issueId, RECENT_EVENTS);
    const items = events.itemsOf(latest.eventId);
    return context.html(issuePage({ issue, latest, recent, items, releases: issues.releases(issueId), hourly: lastDay(issueId), now: now() }));
  };

  const showEvent = (context: Context) => {
    const eventId = normaliseEventId(context.req.param('id'));
    const row = eventId === undefined ? undefined : events.find(eventId);
    const issue = row && issues.find(row.issueId);
    if (!row || !issue) return notFound(context);
    return context.html(eventPage({ row, issue, items: events.itemsOf(row.eventId), now: now() }));
  };

  const lookUp = (context: Context) => {
    const text = (context.req.query('hash') ?? '').trim();
    if (text === '') return context.redirect('/', 303);
    const result = resolveLookup(text, { events, issues });
    const base = new URL(context.req.url).origin;
    if (wantsJson(context)) {
      return result.found ? context.json(lookupAnswer(result, base)) : context.json(lookupMiss(text, result, base), 404);
    }
    return result.found ? context.redirect(`/events/${result.event.eventId}`, 303) : context.html(unknownLookupPage({ text, ...result }), 404);
  };

  return new Hono()
    .get('/', showList)
    .get('/issues/:id', showIssue)
    .get('/events/:id', showEvent)
    .get('/lookup', lookUp)
    .get('/icon.svg', (context) => context.body(icon, 200, { 'content-type': 'image/svg+xml' }))
    .notFound(notFound);
};
