import type { Breadcrumb, Event } from '@tocsin/core/wire';
import { html } from 'hono/html';
import { plainText } from '../event/plain-text';
import { valueText } from './facts';
import type { Html } from './layout';

/** As many as SDKs keep by default. */
const MAX_BREADCRUMBS = 100;

/** Beyond these, a date cannot be written. */
const MAX_SECONDS = 8.64e12;

const clock = (seconds: number | undefined): Html | '' => {
  if (seconds === undefined || Math.abs(seconds) > MAX_SECONDS) return '';
  const iso = new Date(seconds * 1000).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(11, 23)}</time>`;
};

const hasData = (data: Breadcrumb['data']): boolean => data !== undefined && Object.keys(data).length > 0;

const row = ({ timestamp, category, type, level, message, data }: Breadcrumb): Html => html`<tr>
<td class="mono">${clock(timestamp)}</td>
<td>${plainText(category ?? type ?? '')}${level === undefined || level === 'info' ? '' : html` <span class="level ${level}">${level}</span>`}</td>
<td>${message === undefined ? '' : plainText(message)}${hasData(data) ? html`<pre>${valueText(data)}</pre>` : ''}</td>
</tr>`;

/** What happened before, latest first, because that is where the cause most often is. */
export const breadcrumbTrail = (event: Event): Html | '' => {
  const all = event.breadcrumbs?.values ?? [];
  if (all.length === 0) return '';
  return html`<h2>What happened before</h2><div class="card"><table class="crumbs">
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Kind</th><th scope="col">What</th></tr></thead>
<tbody>${all.slice(-MAX_BREADCRUMBS).toReversed().map(row)}</tbody></table></div>`;
};
