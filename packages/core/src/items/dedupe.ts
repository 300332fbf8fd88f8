import { attemptOr } from '../base/fences';
import { readProperty } from '../base/read';
import type { Integration } from '../client/client';
import type { Event } from '../event/event';

/** What makes two events the same to a reader: what happened, where, and how it is grouped. */
const sign = ({ message, logentry, exception, fingerprint }: Event): string =>
  JSON.stringify([
    message,
    logentry?.formatted ?? logentry?.message,
    fingerprint,
    exception?.values.map(({ type, value, stacktrace }) => [type, value, stacktrace?.frames.map(({ filename, lineno, colno, function: name }) => [filename, lineno, colno, name])]),
  ]);

/**
 * Drops an event that is the same as the one before it (counted as `event_processor`), as the field does.
 * Not installed by itself: one error object makes one event in any case, and of a failure that repeats flood
 * control sends some and counts the rest, which this would take from it. Audits and feedback are never dropped.
 */
export const dedupeIntegration = (): Integration => {
  let last: unknown;
  return {
    name: 'Dedupe',
    processEvent(event) {
      if (readProperty(event.contexts, 'audit') || readProperty(event.contexts, 'feedback')) return event;
      // An event that the app has made may have any shape: it is like no other then.
      const current = attemptOr<unknown>(event, () => sign(event));
      const isSame = current === last;
      last = current;
      return isSame ? null : event;
    },
  };
};
