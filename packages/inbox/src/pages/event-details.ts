import type { Event, RequestData } from '@tocsin/core/wire';
import { html } from 'hono/html';
import { isRecord } from '../event/loose';
import { messageOf } from '../event/headline';
import { plainText } from '../event/plain-text';
import type { StoredItem } from '../store/read-events';
import { auditRecord, masqueradeNote } from './audit-record';
import { breadcrumbTrail } from './breadcrumbs';
import { factSection, type Facts } from './facts';
import { feedbackIn, feedbackList } from './feedback-list';
import type { Html } from './layout';
import { grouped } from './moments';
import { stackTrace } from './stack-trace';

const message = (event: Event): Html | '' => {
  const text = messageOf(event);
  if (text === undefined) return '';
  const template = event.logentry?.message;
  return html`<h2>Message</h2><div class="card"><p class="value">${plainText(text)}</p>${template === undefined || template === text ? '' : html`<p class="quiet">Template: <code>${plainText(template)}</code></p>`}</div>`;
};

const requestFacts = ({ method, url, query_string, data, headers, cookies, env }: RequestData): Facts => ({
  ...(url === undefined && method === undefined ? {} : { Request: [method, url].filter((part) => part !== undefined).join(' ') }),
  ...(query_string === undefined ? {} : { Query: query_string }),
  ...(data === undefined ? {} : { Body: data }),
  ...headers,
  ...(cookies === undefined ? {} : { Cookies: cookies }),
  ...(env === undefined ? {} : { Environment: env }),
});

const surroundings = (event: Event): Facts => {
  const { platform, release, dist, environment, server_name, transaction, logger, sdk } = event;
  const facts = { transaction, release, dist, environment, server: server_name, logger, platform, sdk: sdk && `${sdk.name} ${sdk.version}`.trim() };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
};

/** Contexts that are shown; SDKs send about ten. */
const MAX_CONTEXTS = 50;

/** Contexts that have a section of their own. */
const shownElsewhere: ReadonlySet<string> = new Set(['audit', 'masquerade']);

const contextSections = (event: Event): readonly (Html | '')[] =>
  Object.entries(event.contexts ?? {})
    .filter(([name]) => !shownElsewhere.has(name))
    .slice(0, MAX_CONTEXTS)
    .map(([name, facts]) => factSection(`Context: ${plainText(name)}`, facts));

const nameOfItem = ({ header }: StoredItem): string => {
  const raw: unknown = JSON.parse(header);
  return isRecord(raw) && typeof raw['filename'] === 'string' ? raw['filename'] : '';
};

const companions = (items: readonly StoredItem[]): Html | '' =>
  items.length === 0
    ? ''
    : html`<h2>Came with it</h2><div class="card"><ul>${items.map((item) => html`<li>${plainText(item.type)} ${plainText(nameOfItem(item))} <span class="quiet">${grouped(item.size)} bytes</span></li>`)}</ul></div>`;

/** All that an event tells, in the order in which one asks: what, before that, who, where. */
export const eventDetails = (event: Event, items: readonly StoredItem[]): Html => html`${auditRecord(event)}${masqueradeNote(event)}
${message(event)}
${stackTrace(event)}
${feedbackList(items)}
${breadcrumbTrail(event)}
<div class="sections">
${factSection('Request', event.request && requestFacts(event.request))}
${factSection('User', event.user)}
${factSection('Tags', event.tags)}
${factSection('Where it ran', surroundings(event))}
${contextSections(event)}
</div>
${factSection('Extra', event.extra)}
${companions(items.filter((item) => feedbackIn(item) === undefined))}`;
