import { hashFromEventId } from '../base/error-hash';
import { asciiJson } from '../envelope/ascii-json';
import type { Event } from '../event/event';
import type { DynamicSamplingContext } from '../event/trace';
import type { Admitted } from '../stages/flood';
import type { Parcel } from '../transport/parcel';

/**
 * Packs one gated event. Its error hash goes along as a tag, for servers that search by tag, and so
 * does what it stands for: no hook can change that count, else the totals would be wrong.
 */
export const eventParcel = ({ event, issue, flood }: Admitted, dsc: DynamicSamplingContext | undefined): Parcel => {
  const hash = hashFromEventId(event.event_id);
  const tagged: Event = {
    ...event,
    ...(hash !== undefined && { tags: { ...event.tags, error_hash: hash } }),
    ...(flood && { contexts: { ...event.contexts, flood } }),
  };
  return {
    id: event.event_id,
    category: 'error',
    issue,
    ...(flood && { suppressed: flood.suppressed }),
    header: { event_id: event.event_id, ...(event.sdk && { sdk: { name: event.sdk.name, version: event.sdk.version } }), ...(dsc && { trace: dsc }) },
    items: [{ header: { type: 'event', content_type: 'application/json' }, payload: asciiJson(tagged) }],
  };
};
