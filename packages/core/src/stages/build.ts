import type { ParseStack } from '../event/stack';
import type { Stage } from './stage';

/** Turns the occurrence into the event's own part: exception, message, or what was built elsewhere. */
export const buildStage = (parseStack: ParseStack): Stage => ({
  name: 'build',
  run(draft) {
    const { event_id, timestamp, contexts } = draft.event;
    const built = draft.occurrence.build(parseStack);
    return { ...draft, event: { timestamp, ...built, event_id, contexts: { ...built.contexts, ...contexts } } };
  },
});
