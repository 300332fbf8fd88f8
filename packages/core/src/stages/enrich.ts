import type { Event } from '../event/event';
import { applyScope } from '../scope/apply-scope';
import type { Stage } from './stage';

/** Adds what the scopes hold and what is the same for every event of the client. The contexts stand behind the exception: the gate fills an event's room in this order. */
export const enrichStage =
  ({ contexts, ...constant }: Partial<Event>): Stage =>
  (draft) => {
    const scoped = applyScope(draft.event, draft.scope);
    return { ...draft, event: { ...constant, ...scoped, contexts: { ...contexts, ...scoped.contexts } } };
  };
