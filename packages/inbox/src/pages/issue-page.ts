import { html } from 'hono/html';
import { eventOfRow } from '../event/stored-event';
import type { StoredEvent, StoredEventBody, StoredItem } from '../store/read-events';
import type { Issue, IssueRelease } from '../store/read-issues';
import { eventDetails } from './event-details';
import { eventName, eventSummary, eventTable } from './event-summary';
import { layout, type Html } from './layout';
import { levelBadge } from './level-badge';
import { grouped, momentAgo } from './moments';
import { sparkline } from './sparkline';

/** What the page of an issue shows. Times are milliseconds since the epoch. */
export interface IssuePage {
  readonly issue: Issue;
  readonly releases: readonly IssueRelease[];
  /** The last 24 hours, oldest first. */
  readonly hourly: readonly number[];
  readonly latest: StoredEventBody;
  readonly items: readonly StoredItem[];
  /** Latest first. */
  readonly recent: readonly StoredEvent[];
  readonly now: number;
}

/** Title and where, the same on the page of an issue and of an event. */
export const pageHeading = ({ title, level, culprit }: Pick<Issue, 'title' | 'level' | 'culprit'>): Html =>
  html`<div class="heading"><h1>${title}</h1><p class="under">${levelBadge(level)} ${culprit ?? ''}</p></div>`;

const numbers = ({ issue, hourly, now }: IssuePage): Html => html`<div class="card"><dl class="numbers">
<div><dt>Occurrences</dt><dd>${grouped(issue.count)}</dd></div>
<div><dt>First seen</dt><dd>${momentAgo(issue.firstSeen, now)}</dd></div>
<div><dt>Last seen</dt><dd>${momentAgo(issue.lastSeen, now)}</dd></div>
<div><dt>Latest release</dt><dd>${issue.release ?? 'unknown'}</dd></div>
<div><dt>Last 24 hours</dt><dd>${sparkline(hourly)}</dd></div>
</dl></div>`;

const releaseTable = (releases: readonly IssueRelease[], now: number): Html | '' =>
  releases.length === 0
    ? ''
    : html`<h2>Seen in releases</h2><div class="card flush"><table>
<thead><tr><th scope="col">Release</th><th scope="col" class="roomy-only">First seen</th><th scope="col">Last seen</th><th scope="col" class="count">Occurrences</th></tr></thead>
<tbody>${releases.map(({ release, firstSeen, lastSeen, count }) => html`<tr><td class="mono">${release}</td><td class="roomy-only">${momentAgo(firstSeen, now)}</td><td>${momentAgo(lastSeen, now)}</td><td class="count">${grouped(count)}</td></tr>`)}</tbody>
</table></div>`;

/** One failure: how often, since when, where, and its latest event in full. */
export const issuePage = (page: IssuePage): Html => {
  const { issue, latest, recent, releases, items, now } = page;
  const event = eventOfRow(latest);
  return layout({
    title: issue.title,
    body: html`${pageHeading(issue)}${numbers(page)}
<h2>Latest event <a class="mono" href="/events/${latest.eventId}">${eventName(latest.eventId)}</a></h2>
${eventSummary(latest, event)}${eventDetails(event, items)}
${releaseTable(releases, now)}
<h2>Recent events</h2>${eventTable(recent, now)}`,
  });
};
