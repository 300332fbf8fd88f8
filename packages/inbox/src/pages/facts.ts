import { html } from 'hono/html';
import { isRecord } from '../event/loose';
import { plainText } from '../event/plain-text';
import type { Html } from './layout';
import { momentOfFact } from './moments';

/** Rows of one table; an event of a megabyte could bring a hundred thousand. */
const MAX_ROWS = 200;

/** Characters of one value. */
const MAX_VALUE = 4_000;

/** Levels of nesting that are written out. Deeper ones could exhaust the stack, and nobody reads them. */
const MAX_DEPTH = 6;

const cut = (text: string): string => (text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)} … (${text.length - MAX_VALUE} more characters)` : text);

/** The same value with what lies too deep replaced by a mark. */
const shallow = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) return value.slice(0, MAX_ROWS).map((entry) => shallow(entry, depth - 1));
  return Object.fromEntries(Object.entries(value).slice(0, MAX_ROWS).map(([key, entry]) => [key, shallow(entry, depth - 1)]));
};

/** Any JSON value as text: strings as they are, the rest as indented JSON. */
export const valueText = (value: unknown): string =>
  cut(plainText(typeof value === 'string' ? value : (JSON.stringify(shallow(value, MAX_DEPTH), null, 2) ?? '')));

const isNested = (value: unknown): boolean => (isRecord(value) ? Object.keys(value).length > 0 : Array.isArray(value) && value.length > 0);

const hasLines = (value: unknown): boolean => typeof value === 'string' && value.includes('\n');

const cell = (name: string, value: unknown): Html =>
  isNested(value) || hasLines(value) ? html`<pre>${valueText(value)}</pre>` : (momentOfFact(name, value) ?? html`${valueText(value)}`);

/** What a table of facts shows: any names, any JSON values. */
export type Facts = Readonly<Record<string, unknown>>;

/** Names and values. `label` tells those who do not see the heading what the table is. */
export const factTable = (label: string, facts: Facts): Html => {
  const rows = Object.entries(facts);
  const hidden = rows.length - MAX_ROWS;
  return html`<table class="facts" aria-label="${label}"><tbody>
${rows.slice(0, MAX_ROWS).map(([name, value]) => html`<tr><th scope="row">${plainText(name)}</th><td>${cell(name, value)}</td></tr>`)}
${hidden > 0 ? html`<tr><td colspan="2" class="quiet">and ${hidden} more, which are stored but not shown</td></tr>` : ''}
</tbody></table>`;
};

/** A heading with a table of facts; nothing when there are none. */
export const factSection = (title: string, facts: Facts | undefined): Html | '' =>
  facts === undefined || Object.keys(facts).length === 0 ? '' : html`<section><h2>${title}</h2><div class="card">${factTable(title, facts)}</div></section>`;
