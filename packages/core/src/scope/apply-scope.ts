import { attemptOr } from '../base/fences';
import { copyBag } from '../base/read';
import type { Context, Event } from '../event/event';
import type { TraceState } from '../event/trace';
import type { ScopeData } from './scope-data';
import { toTags } from './scope-data';

/** Values for the keys of `extra` that say something; the wire has no place for `undefined`. */
const present = <T extends object>(bag: T): bag is T => Object.keys(bag).length > 0;

/** The event with what the scopes know. What the event itself says wins, key by key in the bags. */
export const applyScope = (event: Event, data: ScopeData): Event => {
  // An event that somebody built may hold anything.
  const tags = { ...data.tags, ...toTags(event.tags) };
  const extra = { ...data.extra, ...copyBag(event.extra) };
  const contexts = { ...data.contexts, ...(data.trace && { trace: traceContext(data.trace) }), ...copyBag(event.contexts) };
  const facts = data.readRequest && attemptOr(undefined, data.readRequest);
  const transaction = event.transaction ?? data.transaction ?? facts?.transaction;
  const breadcrumbs = [...data.breadcrumbs, ...attemptOr([], () => [...(event.breadcrumbs?.values ?? [])])];
  return {
    ...event,
    ...(data.level && { level: data.level }),
    ...(transaction !== undefined && { transaction }),
    ...(facts && !event.request && { request: facts.request }),
    ...(data.fingerprint && !event.fingerprint && { fingerprint: [...data.fingerprint] }),
    ...((data.user || event.user) && { user: { ...copyBag(data.user), ...copyBag(event.user) } }),
    ...(present(tags) && { tags }),
    ...(present(contexts) && { contexts }),
    ...(present(extra) && { extra }),
    ...(breadcrumbs.length > 0 && { breadcrumbs: { values: breadcrumbs } }),
  };
};

const traceContext = ({ traceId, spanId, parentSpanId }: TraceState): Context => ({
  trace_id: traceId,
  span_id: spanId,
  ...(parentSpanId !== undefined && { parent_span_id: parentSpanId }),
});
