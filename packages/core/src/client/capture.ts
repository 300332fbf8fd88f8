import { hashFromEventId, NO_EVENT_ID } from '../base/error-hash';
import { attemptOr } from '../base/fences';
import { copyBag, isErrorLike, readText } from '../base/read';
import { unwrapThrown } from '../event/describe-thrown';
import type { Event, Level } from '../event/event';
import type { Occurrence } from '../event/occurrence';
import { eventOccurrence, exceptionOccurrence, messageOccurrence } from '../event/occurrence';
import type { EventHint } from '../scope/scope-data';
import type { CaptureDetails } from './capture-details';
import { toHint } from './capture-details';
import { activeScopeData, activeScopes, findCarrier } from './carrier';
import { activeTrace } from './trace';
import { withClient } from './with-client';

/** Runs a capture; a bug of ours is reported, never thrown. Before `init` there is nothing to run. */
const capture = (make: () => readonly [Occurrence, EventHint]): string =>
  withClient(NO_EVENT_ID, (client, carrier) => {
    const [occurrence, hint] = make();
    activeTrace(carrier, client);
    const eventId = client.capture(occurrence, hint, activeScopeData(carrier, hint.captureContext));
    // The id of no event is for the caller's types, not for an error page; nor is that of an earlier failure.
    activeScopes(carrier).isolation.setLastEventId(eventId === NO_EVENT_ID ? undefined : eventId);
    return eventId;
  });

/** The function that the app has called. */
type Called = (thrown: string) => string;

/** `Error` of most engines; Firefox has had the function since 138. */
interface ErrorMaker {
  readonly prototype: Error;
  readonly captureStackTrace?: (made: Error, entry: Called) => void;
}

/**
 * An error with the stack of whoever called `entry`: frames of ours say nothing, take the places of the
 * app's, and servers name issues by the newest one. `entry` itself has to make it, because some engines
 * forget functions that only wait for the answer of their last call.
 */
export const calledFrom = (entry: Called): Error | undefined =>
  attemptOr(undefined, () => {
    const made = new Error();
    const { captureStackTrace }: ErrorMaker = Error;
    captureStackTrace?.(made, entry);
    return made;
  });

/**
 * Hands an occurrence to the client with what the scopes hold here and now. For adapters with an
 * occurrence of their own; apps use the functions below. Never throws.
 */
export const captureOccurrence = (occurrence: Occurrence, hint: EventHint = {}): string => capture(() => [occurrence, hint]);

/**
 * Captures anything that was thrown and answers with the id of its event. Of several captures of
 * one error object only the first makes an event; the others answer with its id. In a flood the id
 * is of an event that stands for this occurrence too (see `Client.isRepresentative`). Where there is no
 * event the id is all zeros: before `init`, and of what sampling or a filter kept back.
 * The second argument is scope data for this event alone, or a hint. Never throws.
 */
export const captureException = (thrown: unknown, details?: CaptureDetails): string => {
  const error = unwrapThrown(thrown);
  const place = isErrorLike(error) ? undefined : calledFrom(captureException);
  return capture(() => {
    const hint = toHint(details);
    const mechanism = { type: 'generic', handled: true, ...hint.mechanism };
    return [exceptionOccurrence(error, { mechanism, level: 'error', syntheticStack: readText(hint.syntheticException ?? place, 'stack') }), { originalException: thrown, ...hint }];
  });
};

/**
 * Captures a text, for what went wrong without an error, and answers with the id of its event. A text with parts that vary is
 * best made by `parameterize`: then all of its kind are one issue. The second argument is the level (default `info`) or
 * details, as of {@link captureException}. Never throws. For texts that are only searched later there is `logger`.
 */
export const captureMessage = (message: string, details?: Level | CaptureDetails): string => {
  const place = findCarrier()?.client?.getOptions().attachStacktrace ? calledFrom(captureMessage) : undefined;
  return capture(() => {
    const [level, given] = typeof details === 'string' ? [details] : ['info' as const, details];
    return [messageOccurrence(message, level, readText(place, 'stack')), toHint(given)];
  });
};

/**
 * Captures an event that was built elsewhere, in the form that goes over the wire, and answers with its id: that of the hint
 * if it has one, else of the event, else a new one. What is missing is filled in. Never throws.
 */
export const captureEvent = (event: Partial<Event>, hint: EventHint = {}): string =>
  capture(() => {
    const given: Partial<Event> = copyBag(event);
    return [eventOccurrence(given), { event_id: given.event_id, ...copyBag(hint) }];
  });

/** Id of the last event captured in this isolation scope (request, job); `undefined` when there was none. May be of an event that was dropped: to show something to a person use {@link errorHash}. */
export const lastEventId = (): string | undefined => {
  const carrier = findCarrier();
  return carrier && activeScopes(carrier).isolation.lastEventId();
};

/**
 * The four words to show to a person, for an event id or the last event: only when the event passed
 * every hook and was taken for delivery, else `undefined`. For the mere codec see `hashFromEventId`.
 */
export const errorHash = (eventId: string | undefined = lastEventId()): string | undefined => {
  if (eventId === undefined || !findCarrier()?.client?.hasTaken(eventId)) return undefined;
  return hashFromEventId(eventId);
};
