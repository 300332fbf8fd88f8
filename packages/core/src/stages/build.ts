import { isObject, ownEntries } from '../base/read';
import { createDebugIds } from '../event/debug-ids';
import type { Context, Event } from '../event/event';
import type { ParseStack } from '../event/stack';
import type { Draft } from './stage';

/** Turns the occurrence into an event: the exception, message, or what was built elsewhere, over what is the same for every event; and names the source maps of its frames. */
export const buildStage = (parseStack: ParseStack, { contexts: _contexts, ...constant }: Partial<Event>) => {
  const debugMetaOf = createDebugIds(parseStack);
  return <Begun extends Pick<Draft, 'event' | 'occurrence'>>(draft: Begun): Begun => {
    const { event_id, timestamp, contexts } = draft.event;
    const built = draft.occurrence.build(parseStack);
    const told = { event_id, contexts: { ...Object.fromEntries(ownEntries(built.contexts).filter(isContext)), ...contexts } };
    // A literal with as many spreads takes Node 20 thirty times as long.
    return { ...draft, event: Object.assign({}, constant, { timestamp, debug_meta: debugMetaOf(built) }, built, told) };
  };
};

/** An event that somebody built may hold anything; servers take groups only. */
const isContext = (entry: readonly [name: string, value: unknown]): entry is readonly [name: string, value: Context] => isObject(entry[1]);
