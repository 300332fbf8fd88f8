import type { Breadcrumb, Event } from '@tocsin/core/wire';
import { html } from 'hono/html';
import { plainText } from '../event/plain-text';
import { valueText } from './facts';
import type { Html } from './layout';

/** As many as SDKs keep by default. */
const MAX_BREADCRUMBS = 100;

/** Facts of a breadcrumb that still read well in a row. */
const MAX_WORDS = 6;

/** Beyond these, a date cannot be written. */
const MAX_SECONDS = 8.64e12;

const clock = (seconds: number | undefined): Html | '' => {
  if (seconds === undefined || Math.abs(seconds) > MAX_SECONDS) return '';
  const iso = new Date(seconds * 1000).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(11, 23)}</time>`;
};

/** What came with it, on one line when that can be said in words. */
const more = (data: Breadcrumb['data']): Html | '' => {
  const entries = Object.entries(data ?? {});
  if (entries.length === 0) return '';
  if (entries.length > MAX_WORDS || entries.some(([, value]) => typeof value === 'object' && value !== null)) return html`<pre>${valueText(data)}</pre>`;
  return html`<div class="more">${entries.map(([name, value]) => `${plainText(name)} ${valueText(value)}`).join(' · ')}</div>`;
};

const row = ({ timestamp, category, type, level, message, data }: Breadcrumb): Html => html`<tr>
<td class="mono">${clock(timestamp)}</td>
<td>${plainText(category ?? type ?? '')}${level === undefined || level === 'info' ? '' : html` <span class="level ${level}">${level}</span>`}</td>
<td>${message === undefined ? '' : valueText(message)}${more(data)}</td>
</tr>`;

/** What happened before, latest first, because that is where the cause most often is. */
export const breadcrumbTrail = (event: Event): Html | '' => {
  const all = event.breadcrumbs?.values ?? [];
  if (all.length === 0) return '';
  return html`<h2>What happened before</h2><div class="card"><table class="crumbs">
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Kind</th><th scope="col">What</th></tr></thead>
<tbody>${all.slice(-MAX_BREADCRUMBS).toReversed().map(row)}</tbody></table></div>`;
};
