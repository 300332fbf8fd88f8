import type { Event } from '../event/event';
import type { NormaliseOptions } from './normalise';
import { normalise } from './normalise';
import type { Stage } from './stage';
import { rootZone } from './zones';

/** See {@link NormaliseOptions}. */
export type GateOptions = NormaliseOptions;

/**
 * The last gate: one walk that copies, normalises and scrubs whatever an event holds, so that hooks
 * get a safe copy and can never harm the app's own objects. Idempotent; runs again after hooks.
 */
export const gateEvent = (event: Event, options: GateOptions): Event => {
  // The walk keeps the shape: an object with an event's keys comes out with the same keys.
  const copy = normalise(event, rootZone, options) as Event;
  return { ...copy, event_id: event.event_id, timestamp: event.timestamp };
};

/** {@link gateEvent} as a stage. */
export const gateStage = (options: GateOptions): Stage => ({
  name: 'gate',
  run: (draft) => ({ ...draft, event: gateEvent(draft.event, options) }),
});
