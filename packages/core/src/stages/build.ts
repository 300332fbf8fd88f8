import { isObject, ownEntries } from '../base/read';
import { createDebugIds } from '../event/debug-ids';
import type { Context } from '../event/event';
import type { ParseStack } from '../event/stack';
import type { Stage } from './stage';

/** Turns the occurrence into the event's own part: exception, message, or what was built elsewhere; and names the source maps of its frames. */
export const buildStage = (parseStack: ParseStack): Stage => {
  const debugMetaOf = createDebugIds(parseStack);
  return (draft) => {
    const { event_id, timestamp, contexts } = draft.event;
    const built = draft.occurrence.build(parseStack);
    return { ...draft, event: { timestamp, debug_meta: debugMetaOf(built), ...built, event_id, contexts: { ...Object.fromEntries(ownEntries(built.contexts).filter(isContext)), ...contexts } } };
  };
};

/** An event that somebody built may hold anything; servers take groups only. */
const isContext = (entry: readonly [name: string, value: unknown]): entry is readonly [name: string, value: Context] => isObject(entry[1]);
