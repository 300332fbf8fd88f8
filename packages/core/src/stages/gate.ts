import { asciiJson } from '../base/ascii-json';
import { spell } from '../base/read';
import type { Event } from '../event/event';
import type { NormaliseOptions, Walk } from './normalise';
import { normalise } from './normalise';
import type { Zone } from './zones';

/** See {@link NormaliseOptions}. */
export type GateOptions = NormaliseOptions;

/** How often each rule took something out of one event. Never what. */
export type FilteredCounts = Readonly<Record<string, number>>;

/**
 * The last gate: one walk that copies, normalises and scrubs whatever an event holds, so that hooks
 * get a safe copy and can never harm the app's own objects. Idempotent; runs again after hooks, and
 * then only looks at what is new when it is given the same {@link Walk}.
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

/** Remembers what only we hold and the walk leaves as it is, and hands it on; the rest is walked with each event, and what was taken out of it is told each time. */
export const noteShared = <T extends object>(list: T, zone: Zone, options: GateOptions): T => {
  const json = asciiJson(list);
  const isSame = asciiJson(normalise(list, options, { zone, onFiltered: () => {} })) === json;
  if (isSame) options.shared?.set(list, json);
  return list;
};

/** {@link gateEvent} as a stage, or for whatever else holds an event. `tell` hears of each event that something was taken out of, at each walk. */
export const gateStage =
  (options: GateOptions, tell: (counts: FilteredCounts, eventId: string) => void) =>
  <Holder extends { readonly event: Event }>(holder: Holder): Holder => {
    const counts: Record<string, number> = {};
    const onFiltered = (rule: string): void => {
      counts[rule] = (counts[rule] ?? 0) + 1;
    };
    const event = gateEvent(holder.event, options, { onFiltered });
    tell(counts, event.event_id);
    return { ...holder, event };
  };
