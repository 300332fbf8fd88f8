import { hashFromEventId } from '@tocsin/core/wire';
import { html } from 'hono/html';
import type { StoredEvent } from '../store/read-events';
import type { Html } from './layout';
import { grouped, momentAgo, momentExact } from './moments';

/** What people hand each other to speak of an event: the error hash, or the id when it has none. */
export const eventName = (eventId: string): string => hashFromEventId(eventId) ?? eventId;

/** The event in a few facts. */
export const eventSummary = (event: StoredEvent): Html => {
  const hash = hashFromEventId(event.eventId);
  return html`<div class="card"><dl class="numbers">
${hash === undefined ? '' : html`<div><dt>Error hash</dt><dd class="hash mono">${hash}</dd></div>`}
<div><dt>Event id</dt><dd class="mono">${event.eventId}</dd></div>
<div><dt>Happened</dt><dd>${momentExact(event.occurredAt)}</dd></div>
<div><dt>Received</dt><dd>${momentExact(event.receivedAt)}</dd></div>
${event.weight > 1 ? html`<div><dt>Stands for</dt><dd>${grouped(event.weight)} occurrences</dd></div>` : ''}
</dl></div>`;
};

const row = (event: StoredEvent, now: number): Html => html`<tr>
<td class="mono"><a href="/events/${event.eventId}">${eventName(event.eventId)}</a></td>
<td>${momentAgo(event.occurredAt, now)}</td>
<td class="mono">${event.release ?? ''}</td>
<td>${event.environment ?? ''}</td>
<td class="count">${grouped(event.weight)}</td>
</tr>`;

/** Events as a table, each by its error hash. */
export const eventTable = (events: readonly StoredEvent[], now: number): Html => html`<div class="card flush"><table>
<thead><tr><th scope="col">Error hash or event id</th><th scope="col">Happened</th><th scope="col">Release</th><th scope="col">Environment</th><th scope="col" class="count">Occurrences</th></tr></thead>
<tbody>${events.map((event) => row(event, now))}</tbody>
</table></div>`;
