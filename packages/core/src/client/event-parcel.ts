import { hashFromEventId } from '../base/error-hash';
import { asciiJson } from '../envelope/ascii-json';
import type { Event } from '../event/event';
import type { DynamicSamplingContext } from '../event/trace';
import type { Parcel } from '../transport/parcel';

/** What the parcel says beside the event. */
export interface Packing {
  /** Issue key. */
  readonly issue: string;
  /** Facts about the trace, for the envelope's header. */
  readonly dsc?: DynamicSamplingContext | undefined;
}

/** Packs one gated event. Its error hash goes along as a tag, for servers that search by tag. */
export const eventParcel = (event: Event, { issue, dsc }: Packing): Parcel => {
  const hash = hashFromEventId(event.event_id);
  const tagged = hash === undefined ? event : { ...event, tags: { ...event.tags, error_hash: hash } };
  return {
    id: event.event_id,
    category: 'error',
    issue,
    header: { event_id: event.event_id, ...(event.sdk && { sdk: { name: event.sdk.name, version: event.sdk.version } }), ...(dsc && { trace: dsc }) },
    items: [{ header: { type: 'event', content_type: 'application/json' }, payload: asciiJson(tagged) }],
  };
};
