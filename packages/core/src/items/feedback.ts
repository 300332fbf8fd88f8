import { asciiJson } from '../base/ascii-json';
import { NO_EVENT_ID } from '../base/error-hash';
import { copyBag, isObject, readProperty, readText, spell } from '../base/read';
import { toEpochSeconds } from '../base/units';
import { takeAttachments } from '../client/attachments';
import { activeScopeData } from '../client/carrier';
import type { Part, PartHost } from '../client/client';
import { constantPart } from '../client/constant-part';
import { activeTrace } from '../client/trace';
import { withPart } from '../client/with-client';
import type { Attachment } from '../event/attachment';
import type { Event } from '../event/event';
import { Scope } from '../scope/scope';
import type { EventHint, ScopeData, ScopeFacts } from '../scope/scope-data';
import type { Zone } from '../stages/zones';
import { eventZone, free, named, ours } from '../stages/zones';
import { createChannel } from './channel';
import { createItemHook } from './item-hook';

/** What a person has to say. */
export interface Feedback {
  /** The first 4,096 characters are sent. */
  readonly message: string;
  /** Who says it. Sent as it is: it was typed on purpose. */
  readonly name?: string | undefined;
  /** Where to answer. Sent as it is. */
  readonly email?: string | undefined;
  /** The event it is about; `eventIdFromHash` gives it for a hash that was read out. */
  readonly associatedEventId?: string | undefined;
  /** The page it is about. */
  readonly url?: string | undefined;
  /** How it came: `form`, `support`. */
  readonly source?: string | undefined;
  /** Searchable facts, beside those of the scopes. */
  readonly tags?: ScopeFacts['tags'];
}

/** Told to `beforeSendFeedback`; its `captureContext` is scope data for this feedback alone. */
export interface FeedbackHint extends Pick<EventHint, 'captureContext' | 'data'> {
  /** Screenshots, for example: they go with the feedback, if it goes. */
  readonly attachments?: readonly Attachment[] | undefined;
}

/** What servers keep of a message (protocol notes §4.3). */
const MAX_MESSAGE_LENGTH = 4096;

interface Feedbacks extends Part {
  send(given: unknown, hint: FeedbackHint, scope: ScopeData): string;
}

const createFeedbacks = (host: PartHost): Feedbacks => {
  const { client, runtime } = host;
  const channel = createChannel(host, 'feedback');
  // The walk keeps the shape: what has an event's keys comes out with them.
  const zone = feedbackZone();
  const gated = (event: Partial<Event>): Event => shortened(channel.gate(event, zone) as Event);
  const pass = createItemHook<Event>({ name: 'beforeSendFeedback', hook: client.getOptions().beforeSendFeedback, gated }, client);

  return {
    send(given, hint, scope) {
      const said = feedbackContext(given);
      if (said.message === undefined) {
        client.report({ code: 'T4001' });
        return NO_EVENT_ID;
      }
      const id = client.newId();
      const { user, tags, trace } = new Scope(scope).update(hint.captureContext ?? {}).update({ tags: copyBag(readProperty(given, 'tags')) }).getScopeData();
      const event = channel.takeIn(() =>
        pass(
          {
            ...constantPart(client.getOptions(), runtime),
            event_id: id,
            timestamp: toEpochSeconds(runtime.now()),
            level: 'info',
            ...(user && { user }),
            tags,
            contexts: { ...(trace && { trace: { trace_id: trace.traceId, span_id: trace.spanId } }), feedback: said },
          },
          hint,
        ),
      );
      if (!event) return NO_EVENT_ID;
      const item = { header: { type: 'feedback', content_type: 'application/json' }, payload: asciiJson({ ...event, event_id: id }) };
      channel.send(item, { id, header: { event_id: id }, attachments: takeAttachments(hint.attachments, host, client.report) });
      return id;
    },
  };
};

/** The same in the protocol's names. */
const feedbackContext = (given: unknown) => ({
  message: readText(given, 'message'),
  name: optionalText(given, 'name'),
  contact_email: optionalText(given, 'email'),
  associated_event_id: optionalText(given, 'associatedEventId'),
  url: optionalText(given, 'url'),
  source: optionalText(given, 'source'),
});

const optionalText = (given: unknown, key: keyof Feedback): string | undefined => {
  const value = readProperty(given, key);
  return value === undefined || value === null ? undefined : spell(value);
};

/** After the walk: a cut before it could leave half a secret. */
const shortened = (event: Event): Event => {
  const { feedback } = event.contexts ?? {};
  const message = readText(feedback, 'message');
  return isObject(feedback) && message !== undefined ? { ...event, contexts: { ...event.contexts, feedback: { ...feedback, message: message.slice(0, MAX_MESSAGE_LENGTH) } } } : event;
};

/** What a person typed: name and address on purpose. */
const typedZone: Zone = { keys: 'free', under: { name: named, contact_email: named, associated_event_id: named }, below: free };

/** That of an event, in which what a person typed has a zone of its own. */
const feedbackZone = (): Zone => ({ under: { ...eventZone.under, contexts: { under: { feedback: typedZone, trace: ours }, below: free } } });

/**
 * Sends what a person has to say, best with the event it is about, and answers with the feedback's own
 * id. Name and e-mail are sent as they are, the message is scrubbed. It passes `beforeSendFeedback`
 * alone, and is not sampled. Never throws.
 */
export const captureFeedback = (feedback: Feedback, hint: FeedbackHint = {}): string =>
  withPart(createFeedbacks, NO_EVENT_ID, (feedbacks, client, carrier) => {
    activeTrace(carrier, client);
    return feedbacks.send(feedback, copyBag(hint), activeScopeData(carrier));
  });
