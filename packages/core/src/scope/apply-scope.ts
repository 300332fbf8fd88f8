import { attemptOr } from '../base/fences';
import { copyBag } from '../base/read';
import type { Context, Event } from '../event/event';
import type { TraceState } from '../event/trace';
import type { ScopeData } from './scope-data';
import { toTags } from './scope-data';

/** The event with what the scopes know. What the event itself says wins, key by key in the bags; it may hold anything where somebody built it. */
export const applyScope = (event: Event, scope: ScopeData): Event => {
  const facts = scope.readRequest && attemptOr(undefined, scope.readRequest);
  const user = scope.user ?? event.user;
  const extra = { ...scope.extra, ...copyBag(event.extra) };
  const breadcrumbs = [...scope.breadcrumbs, ...attemptOr([], () => [...(event.breadcrumbs?.values ?? [])])];
  const scoped = {
    level: scope.level ?? event.level,
    transaction: event.transaction ?? scope.transaction ?? facts?.transaction,
    request: event.request ?? facts?.request,
    fingerprint: event.fingerprint ?? (scope.fingerprint && [...scope.fingerprint]),
    user: user && { ...copyBag(scope.user), ...copyBag(event.user) },
    tags: { ...scope.tags, ...toTags(event.tags) },
    contexts: Object.assign({}, scope.contexts, scope.trace && { trace: traceContext(scope.trace) }, event.contexts),
    // Nobody wants to see that there was nothing.
    extra: Object.keys(extra).length > 0 ? extra : undefined,
    breadcrumbs: breadcrumbs.length > 0 ? { values: breadcrumbs } : undefined,
  };
  return Object.assign({}, event, scoped);
};

const traceContext = ({ traceId, spanId, parentSpanId }: TraceState): Context => ({ trace_id: traceId, span_id: spanId, parent_span_id: parentSpanId });
