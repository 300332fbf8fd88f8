import type { Event } from '../event/event';
import { applyScope } from '../scope/apply-scope';
import type { Draft } from './stage';

/** Adds what the scopes hold, and the contexts that are the same for every event of the client. They stand behind the exception: the gate fills an event's room in this order. */
export const enrichStage =
  ({ contexts }: Partial<Event>) =>
  <Built extends Pick<Draft, 'event' | 'scope'>>(draft: Built): Built => {
    const event = applyScope(draft.event, draft.scope);
    event.contexts = Object.assign({}, contexts, event.contexts);
    return { ...draft, event };
  };
