import { spell } from '../base/read';
import type { Event } from '../event/event';
import type { EventMemory } from './event-memory';
import type { NormaliseOptions, Walk } from './normalise';
import { normalise } from './normalise';

/** Beside the bounds of the walk. */
export interface GateOptions extends NormaliseOptions {
  /** Spares what was walked before; may be absent. */
  readonly memory?: EventMemory | undefined;
}

/** How often each rule took something out of one event. Never what. */
export type FilteredCounts = Readonly<Record<string, number>>;

/**
 * The last gate: one walk that copies, normalises and scrubs whatever an event holds, so that hooks
 * get a safe copy and can never harm the app's own objects. Idempotent; runs again after hooks, and
 * then only looks at what they have changed, when it is told what stood there `before` (see {@link Walk}).
 */
export const gateEvent = (event: Event, options: GateOptions, walk: Walk): Event => {
  // The walk keeps the shape: an object with an event's keys comes out with the same keys.
  const copy = normalise(event, options, walk) as Event;
  const { formatted, params } = copy.logentry ?? {};
  // A secret that was taken out of the finished text, as in `password=%s`, must not stand among its parts.
  if (typeof formatted === 'string' && Array.isArray(params)) {
    params.forEach((value, at) => {
      if (typeof value !== 'object' && !formatted.includes(spell(value))) params[at] = options.scrubber.underKey('', walk.onFiltered);
    });
  }
  return { ...copy, event_id: event.event_id, timestamp: event.timestamp };
};

/** An event on its way. */
interface Gated {
  readonly event: Event;
  /** The event as it came out of the gate. */
  readonly gated?: Event;
}

/** {@link gateEvent} as a stage, before hooks and behind them, or for whatever else holds an event. `tell` hears of each event that something was taken out of, at each walk. */
export const gateStage =
  (options: GateOptions, tell: (counts: FilteredCounts, eventId: string) => void) =>
  <Holder extends Gated>(holder: Holder): Holder => {
    // What a hook answers with is always put into an event of its own.
    if (holder.event === holder.gated) return holder;
    const counts: Record<string, number> = {};
    const onFiltered = (rule: string): void => {
      counts[rule] = (counts[rule] ?? 0) + 1;
    };
    const event = gateEvent(holder.event, options, { onFiltered, before: holder.gated });
    tell(counts, event.event_id);
    return Object.assign({}, holder, { event, gated: event });
  };
