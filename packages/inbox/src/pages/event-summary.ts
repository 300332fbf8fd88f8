import { hashFromEventId, type Event } from '@tocsin/core/wire';
import { html } from 'hono/html';
import { looseSeconds } from '../event/loose';
import type { StoredEvent } from '../store/read-events';
import type { Html } from './layout';
import { grouped, momentAgo, momentExact } from './moments';

/** What people hand each other to speak of an event: the error hash, or the id when it has none. */
export const eventName = (eventId: string): string => hashFromEventId(eventId) ?? eventId;

/** Seconds beyond which a date cannot be written. */
const MAX_SECONDS = 8.64e12;

const floodMoment = (value: unknown): Html | undefined => {
  const seconds = looseSeconds(value);
  return seconds === undefined || Math.abs(seconds) > MAX_SECONDS ? undefined : momentExact(seconds * 1000);
};

/** How many occurrences flood control folded into the event, and of which while as far as the sender says. */
const standsFor = ({ weight }: StoredEvent, { contexts }: Event): Html | '' => {
  if (weight <= 1) return '';
  const since = floodMoment(contexts?.['flood']?.['since']);
  const until = floodMoment(contexts?.['flood']?.['until']);
  return html`<div><dt>Stands for</dt><dd>${grouped(weight)} occurrences${since && until ? html` between ${since} and ${until}` : ''}</dd></div>`;
};

/** The event in a few facts: what was stored about it, and what its body says of a flood. */
export const eventSummary = (event: StoredEvent, body: Event): Html => {
  const hash = hashFromEventId(event.eventId);
  return html`<div class="card"><dl class="numbers">
${hash === undefined ? '' : html`<div><dt>Error hash</dt><dd class="hash mono">${hash}</dd></div>`}
<div><dt>Event id</dt><dd class="mono">${event.eventId}</dd></div>
<div><dt>Happened</dt><dd>${momentExact(event.occurredAt)}</dd></div>
<div><dt>Received</dt><dd>${momentExact(event.receivedAt)}</dd></div>
${standsFor(event, body)}
</dl></div>`;
};

const row = (event: StoredEvent, now: number): Html => html`<tr>
<td class="mono"><a href="/events/${event.eventId}">${eventName(event.eventId)}</a></td>
<td>${momentAgo(event.occurredAt, now)}</td>
<td class="roomy-only mono">${event.release ?? ''}</td>
<td class="roomy-only">${event.environment ?? ''}</td>
<td class="count">${grouped(event.weight)}</td>
</tr>`;

/** Events as a table, each by its error hash. */
export const eventTable = (events: readonly StoredEvent[], now: number): Html => html`<div class="card flush"><table>
<thead><tr><th scope="col">Error hash or event id</th><th scope="col">Happened</th><th scope="col" class="roomy-only">Release</th><th scope="col" class="roomy-only">Environment</th><th scope="col" class="count">Occurrences</th></tr></thead>
<tbody>${events.map((event) => row(event, now))}</tbody>
</table></div>`;
