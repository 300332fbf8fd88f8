import { html } from 'hono/html';
import type { Issue } from '../store/read-issues';
import { layout, type Html } from './layout';

/** The page for an address that leads nowhere. */
export const notFoundPage = (): Html =>
  layout({
    title: 'Not found',
    body: html`<div class="heading"><h1>There is nothing here</h1></div><p>The address may be mistyped, or the inbox was started with another file. <a href="/">All issues</a></p>`,
  });

/** The page for a fault of ours; what it was stands in the log of the inbox. */
export const faultPage = (): Html =>
  layout({
    title: 'Something went wrong',
    body: html`<div class="heading"><h1>The inbox could not make this page</h1></div><p>Its log says why. What is stored is not affected. <a href="/">All issues</a></p>`,
  });

/** What a look-up did not find. */
export interface UnknownLookup {
  /** As it was typed. */
  readonly text: string;
  /** What it was taken for, in words. */
  readonly reading: string;
  /** Issues that the first word of the hash belongs to. */
  readonly issues: readonly Issue[];
}

const offer = (issues: readonly Issue[]): Html | '' =>
  issues.length === 0
    ? ''
    : html`<div class="card"><p>The first word belongs to ${issues.length === 1 ? 'an issue that is known' : 'issues that are known'}, so the failure probably is:</p>
<ul>${issues.map((issue) => html`<li><a href="/issues/${issue.id}">${issue.title}</a> <span class="quiet">${issue.culprit ?? ''}</span></li>`)}</ul></div>`;

/** Nothing under that hash or id: says what was looked for, and what to try. */
export const unknownLookupPage = ({ text, reading, issues }: UnknownLookup): Html =>
  layout({
    title: 'Not found',
    lookedFor: text,
    body: html`<div class="heading"><h1>Nothing found</h1></div>
<p>Looked for <code>${text}</code>, read as ${reading}.</p>${offer(issues)}
<p class="quiet">An error hash has four words, such as <code>mitup-solan-tubat-dovir</code>, of the letters a b d h i j l m n o p r s t u v z; case, blanks and hyphens do not matter. An event id has 32 hexadecimal digits. What has just happened may be on its way: look again in a moment.</p>`,
  });
