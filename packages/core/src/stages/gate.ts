import { asciiJson } from '../base/ascii-json';
import { spell } from '../base/read';
import type { Event, StackFrame } from '../event/event';
import type { NormaliseOptions, Walk } from './normalise';
import { normalise } from './normalise';
import type { Stage } from './stage';
import { framesZone } from './zones';

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

/** Remembers frames that the walk leaves as they are, and hands them on; others are walked with each event, and what was taken out of them is told each time. */
export const noteFrames = (frames: StackFrame[], options: GateOptions): StackFrame[] => {
  const json = asciiJson(frames);
  const isSame = asciiJson(normalise(frames, options, { zone: framesZone, onFiltered: () => {} })) === json;
  if (isSame) options.shared?.set(frames, json);
  return frames;
};

/** {@link gateEvent} as a stage. `tell` hears of each event that something was taken out of, at each walk. */
export const gateStage =
  (options: GateOptions, tell: (counts: FilteredCounts, eventId: string) => void): Stage =>
  (draft) => {
    const counts: Record<string, number> = {};
    const onFiltered = (rule: string): void => {
      counts[rule] = (counts[rule] ?? 0) + 1;
    };
    const event = gateEvent(draft.event, options, { onFiltered });
    tell(counts, event.event_id);
    return { ...draft, event };
  };
