import { isRecord, looseSeconds, looseText, type LooseRecord } from './loose';
import { normaliseEventId } from './event-id';

/** What a person had to say. */
export interface Feedback {
  readonly message: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** The page on which it was said. */
  readonly url: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number | undefined;
  /** The event that it is about. */
  readonly eventId: string | undefined;
}

/** Items that hold one: the second is how older SDKs send it. */
export const feedbackTypes: ReadonlySet<string> = new Set(['feedback', 'user_report']);

/** Out of the body of an item; `undefined` when nothing is said in it. */
export const readFeedback = (payload: string): Feedback | undefined => {
  const raw = parsed(payload);
  const contexts = isRecord(raw['contexts']) ? raw['contexts'] : {};
  const said = isRecord(contexts['feedback']) ? contexts['feedback'] : raw;
  const message = looseText(said['message']) ?? looseText(said['comments']);
  const seconds = looseSeconds(raw['timestamp']);
  return message === undefined
    ? undefined
    : {
        message,
        name: looseText(said['name']),
        email: looseText(said['contact_email']) ?? looseText(said['email']),
        url: looseText(said['url']),
        at: seconds === undefined ? undefined : seconds * 1000,
        eventId: normaliseEventId(said['associated_event_id'] ?? (said === raw ? raw['event_id'] : undefined)),
      };
};

const parsed = (payload: string): LooseRecord => {
  try {
    const raw: unknown = JSON.parse(payload);
    return isRecord(raw) ? raw : {};
  } catch {
    // Kept as it came, whatever it is.
    return {};
  }
};
