import { guard } from '../base/fences';
import type { Context, Event } from '../event/event';
import type { Due } from './due';
import { gateStage } from './gate';
import { normalise } from './normalise';
import type { PipelineParts, Postpone } from './pipeline';
import type { Scrubber } from './scrubber';
import type { Stage } from './stage';
import { free, ours } from './zones';

/** What an event holds beside its texts, bytes, about: its objects. */
const BARE_WEIGHT = 1_000;

/** So much more is kept than will be sent: of a text, because the gate looks beyond its end, so that no secret is cut in half; of the whole, because secrets may be longer than what is put for them. */
const MARGIN = 4;

/** What a number of the app looks like; with the `n` of a BigInt behind it nobody would see a card in it. */
const LONG_NUMBER = /^\d{12,}$/;

/**
 * For `Runtime.postpone`, where a capture must be quick and there is time afterwards. An event that no
 * hook will see is only copied and bounded in the capture, so that what the app does with its objects
 * later changes nothing. Secrets are taken out, and JSON is made, when the event leaves the queue: to be
 * sent, into the spool, or when the process dies. What the queue loses never costs that.
 */
export const postpone: Postpone = (parts, gate) => {
  const { beforeSend, processors } = parts;
  // Made at the first event: a start does not need it.
  let copy: Stage | undefined;
  return (draft) => {
    const isSeen = beforeSend ?? draft.occurrence.kept ?? [...processors, ...draft.scope.processors][0];
    return isSeen ? gate(draft) : (copy ??= copyStage(parts))(draft);
  };
};

/** What stands behind a getter, as the memory that is free, is another with each event. */
const isStill = (context: Context): boolean => Object.values(Object.getOwnPropertyDescriptors(context)).every(({ get }) => get === undefined);

/** The short walk. What only we hold goes by as it is: the frames of a stack, breadcrumbs, the contexts of the platform. */
const copyStage = (parts: PipelineParts): Stage => {
  const { gate: bounds, constant } = parts;
  const finish = createFinish(parts);
  // A platform says `undefined` where it has nothing to tell.
  for (const context of Object.values(constant.contexts ?? {})) if (context && isStill(context)) bounds.memory?.note(context, free, bounds);
  if (constant.sdk) bounds.memory?.note(constant.sdk, ours, bounds);
  /** Characters that were ever copied. */
  let copied = 0;
  const text: Scrubber['text'] = (value, ...rest) => {
    copied += value.length;
    return LONG_NUMBER.test(value) ? bounds.scrubber.text(value, ...rest) : value;
  };
  const scrubber: Scrubber = { text, place: text, isSecret: () => false, underKey: text };
  const options = { ...bounds, textLength: MARGIN * bounds.textLength, totalLength: MARGIN * bounds.totalLength, scrubber, beside: undefined };
  const walk = { onFiltered: () => {} };
  return (draft) => {
    const before = copied;
    // The walk keeps the shape.
    const event = normalise(draft.event, options, walk) as Event;
    return Object.assign({}, draft, { event, gated: event, due: createDue(BARE_WEIGHT + copied - before, event, finish) });
  };
};

/** The long walk. */
const createFinish = ({ gate: bounds, onFiltered, report }: PipelineParts) => {
  const gate = gateStage(bounds, onFiltered);
  // Of an event that our own code cannot finish nothing may leave that was not looked at.
  return (event: Event): Event => guard<Event>(report, { event_id: event.event_id, timestamp: event.timestamp }, () => gate({ event }).event);
};

/** Finishes once: what was taken out is told once. Writes each time, because a text takes more room than the event of which it is made. */
const createDue = (weight: number, event: Event, finish: (event: Event) => Event): Due => {
  let current = event;
  let isFinished = false;
  const finished = (): Event => {
    if (!isFinished) current = finish(current);
    isFinished = true;
    return current;
  };
  return {
    weight,
    item: (header, write) => ({
      header,
      isAscii: true,
      get payload() {
        return write(finished());
      },
    }),
  };
};
