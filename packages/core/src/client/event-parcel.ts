import { hashFromEventId } from '../base/error-hash';
import { asciiJson } from '../base/ascii-json';
import type { DynamicSamplingContext } from '../event/trace';
import type { Admitted } from '../stages/flood';
import type { Parcel } from '../transport/parcel';

/**
 * Packs one gated event. Its error hash goes along as a tag, for servers that search by tag, and so
 * does what it stands for: no hook can change that count, else the totals would be wrong.
 */
export const eventParcel = ({ event, issue, flood }: Admitted, trace: DynamicSamplingContext | undefined): Parcel => {
  const { event_id, sdk, tags, contexts } = event;
  const told = { ...event, tags: { ...tags, error_hash: hashFromEventId(event_id) }, contexts: { ...contexts, ...(flood && { flood }) } };
  return {
    id: event_id,
    category: 'error',
    issue,
    suppressed: flood?.suppressed,
    header: { event_id, sdk: sdk && { name: sdk.name, version: sdk.version }, trace },
    items: [{ header: { type: 'event', content_type: 'application/json' }, payload: asciiJson(told) }],
  };
};
