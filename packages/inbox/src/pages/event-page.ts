import { html } from 'hono/html';
import { eventOfRow } from '../event/stored-event';
import type { StoredEventBody, StoredItem } from '../store/read-events';
import type { Issue } from '../store/read-issues';
import { eventDetails } from './event-details';
import { eventName, eventSummary } from './event-summary';
import { pageHeading } from './issue-page';
import { layout, type Html } from './layout';
import { grouped, momentAgo } from './moments';

/** What the page of an event shows. */
export interface EventPage {
  readonly row: StoredEventBody;
  readonly issue: Issue;
  readonly items: readonly StoredItem[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const issueLine = (issue: Issue, now: number): Html =>
  html`<p>${issue.count === 1 ? 'The only occurrence' : `One of ${grouped(issue.count)} occurrences`} of <a href="/issues/${issue.id}">issue ${issue.id}</a>, first seen ${momentAgo(issue.firstSeen, now)}, last seen ${momentAgo(issue.lastSeen, now)}.</p>`;

/** One event in full, and the way to its issue. */
export const eventPage = ({ row, issue, items, now }: EventPage): Html => {
  const event = eventOfRow(row);
  return layout({
    title: `${eventName(row.eventId)} · ${row.title}`,
    lookedFor: eventName(row.eventId),
    body: html`${pageHeading(row)}${eventSummary(row, event)}${issueLine(issue, now)}${eventDetails(event, items)}`,
  });
};
