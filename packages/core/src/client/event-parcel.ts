import { hashFromEventId } from '../base/error-hash';
import { asciiJson } from '../envelope/ascii-json';
import type { Event } from '../event/event';
import type { Parcel } from '../transport/parcel';

/** Packs one gated event. Its error hash goes along as a tag, for servers that search by tag. */
export const eventParcel = (event: Event, issue: string): Parcel => {
  const hash = hashFromEventId(event.event_id);
  const tagged = hash === undefined ? event : { ...event, tags: { ...event.tags, error_hash: hash } };
  return {
    id: event.event_id,
    category: 'error',
    issue,
    header: { event_id: event.event_id, ...(event.sdk && { sdk: { name: event.sdk.name, version: event.sdk.version } }) },
    items: [{ header: { type: 'event', content_type: 'application/json' }, payload: asciiJson(tagged) }],
  };
};
