import { html } from 'hono/html';
import type { Issue } from '../store/read-issues';
import { layout, type Html } from './layout';
import { levelBadge } from './level-badge';
import { grouped, momentAgo } from './moments';
import { sparkline } from './sparkline';

/** An issue and its last 24 hours, oldest first. */
export interface ListedIssue {
  readonly issue: Issue;
  readonly hourly: readonly number[];
}

/** What the list shows. */
export interface IssueListPage {
  readonly issues: readonly ListedIssue[];
  readonly total: number;
  /** Counted from 1. */
  readonly page: number;
  readonly pages: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Shown when there is nothing yet, as the next thing to do. */
  readonly dsn: string;
}

const row = ({ issue, hourly }: ListedIssue, now: number): Html => html`<tr>
<td><a class="title" href="/issues/${issue.id}">${issue.title}</a>
<div class="under">${levelBadge(issue.level)} ${issue.culprit ?? ''}</div></td>
<td class="spark-column">${sparkline(hourly)}</td>
<td class="count">${grouped(issue.count)}</td>
<td class="wide-only">${momentAgo(issue.firstSeen, now)}</td>
<td>${momentAgo(issue.lastSeen, now)}</td>
<td class="release-column wide-only mono">${issue.release ?? ''}</td>
</tr>`;

const table = (issues: readonly ListedIssue[], now: number): Html => html`<div class="card flush"><table class="issues">
<thead><tr><th scope="col">Issue</th><th scope="col" class="spark-column">Last 24 hours</th><th scope="col" class="count">Count</th><th scope="col" class="time-column wide-only">First seen</th><th scope="col" class="time-column">Last seen</th><th scope="col" class="release-column wide-only">Release</th></tr></thead>
<tbody>${issues.map((listed) => row(listed, now))}</tbody>
</table></div>`;

const nothingYet = (dsn: string): Html => html`<div class="card empty"><p><strong>Nothing has been reported yet.</strong></p>
<p>Give this DSN to an app and let something break:</p><p><code class="hash">${dsn}</code></p></div>`;

const pager = (page: number, pages: number): Html | '' =>
  pages <= 1
    ? ''
    : html`<nav class="pager" aria-label="Pages">${page > 1 ? html`<a rel="prev" href="/?page=${page - 1}">Newer</a>` : ''}<span class="quiet">Page ${page} of ${pages}</span>${page < pages ? html`<a rel="next" href="/?page=${page + 1}">Older</a>` : ''}</nav>`;

/** The front page: what broke, latest first. */
export const issueListPage = ({ issues, total, page, pages, now, dsn }: IssueListPage): Html =>
  layout({
    title: 'Issues',
    body: html`<div class="heading"><h1>Issues</h1><p class="under">${total === 1 ? '1 issue' : `${grouped(total)} issues`}, latest first</p></div>
${total === 0 ? nothingYet(dsn) : table(issues, now)}${pager(page, pages)}`,
  });
