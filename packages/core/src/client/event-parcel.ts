import { asciiJson } from '../base/ascii-json';
import { hashFromEventId } from '../base/error-hash';
import type { Event } from '../event/event';
import type { DynamicSamplingContext } from '../event/trace';
import type { Admitted } from '../stages/stage';
import type { Parcel } from '../transport/parcel';

/** What goes with an event, and how. */
interface Packing {
  readonly trace: DynamicSamplingContext | undefined;
  readonly attachments: Parcel['attachments'];
  readonly isRecord: boolean;
  /** Makes ASCII JSON of an event. */
  readonly json: ((event: object) => string) | undefined;
}

/** The header of each item that is an event. */
const EVENT = { type: 'event', content_type: 'application/json' };

// Thousands wait in a burst, and those that come when the queue is full go again at once. What V8 makes of a
// literal it makes in old memory as soon as the first thousands have stayed, so all that follow would stand there
// until a full collection: 40 MB of 50,000. A copy is always young; each in its own function, which V8 knows by shape.
const youngParcel = (made: Parcel): Parcel => ({ ...made });
const youngHeader = (made: Parcel['header']): Parcel['header'] => ({ ...made });

/**
 * Packs one gated event. Its error hash goes along as a tag, for servers that search by tag, and so
 * does what it stands for: no hook can change that count, else the totals would be wrong.
 */
export const eventParcel = ({ event, issue, flood, late }: Admitted, { trace, attachments, isRecord, json = asciiJson }: Packing): Parcel => {
  const { event_id, sdk } = event;
  const write = (ready: Event): string => json(Object.assign({}, ready, { tags: Object.assign({}, ready.tags, { error_hash: hashFromEventId(event_id) }), contexts: Object.assign({}, ready.contexts, { flood }) }));
  return youngParcel({
    id: event_id,
    category: 'error',
    issue,
    suppressed: flood?.suppressed,
    header: youngHeader({ event_id, sdk: sdk && { name: sdk.name, version: sdk.version }, trace }),
    weight: late?.weight,
    items: Array.of(late?.item(EVENT, write) ?? { header: EVENT, payload: write(event), isAscii: true }),
    attachments,
    isRecord,
  });
};
