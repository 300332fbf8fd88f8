import type { DecodedEnvelope, DecodedItem } from '@tocsin/core/wire';
import { normaliseEventId } from '../event/event-id';
import { feedbackTypes, readFeedback } from '../event/feedback';
import { firstLine } from '../event/plain-text';
import { MAX_EVENT_BYTES, MAX_ITEM_BYTES, textLimits } from '../limits';
import type { EventRecord, Filing, ItemRecord } from '../store/filing';
import { fateOf } from './item-types';
import { recordEvent, type EventCircumstances } from './record-event';
import { accept, refuse, type Step } from './refusal';

/** What sorting needs to know besides the envelope. */
export interface Arrival {
  readonly projectId: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Gives a fresh event id, for events that came without one. */
  readonly newEventId: () => string;
}

/** What to store, and the id to answer with. */
export interface Sorted {
  readonly filing: Filing;
  readonly eventId: string | undefined;
}

/** Absent is fine; present but unreadable is refused, because its sender would look in vain for what it sent. */
const readHeaderId = (header: DecodedEnvelope['header']): Step<string | undefined> => {
  const given = header['event_id'];
  if (given === undefined || given === null) return accept(undefined);
  const eventId = normaliseEventId(given);
  return eventId === undefined
    ? refuse({ status: 400, detail: 'the envelope header has an event_id that is not a UUID (32 hexadecimal digits)' })
    : accept(eventId);
};

const checkSizes = (items: readonly DecodedItem[]): Step<undefined> => {
  for (const [index, { header, payload }] of items.entries()) {
    const limit = header.type === 'event' ? MAX_EVENT_BYTES : MAX_ITEM_BYTES;
    if (payload.length > limit) {
      const kind = header.type === 'event' ? 'an event' : 'an item';
      return refuse({ status: 413, detail: `item ${index + 1} has ${payload.length} bytes; ${kind} may have ${limit}`, causes: ['item too large'] });
    }
  }
  return accept(undefined);
};

const headerText = (header: DecodedItem['header']): string | undefined => {
  try {
    return JSON.stringify(header);
  } catch {
    // Brackets nested thousands deep can be parsed, but writing them again exhausts the stack.
    return undefined;
  }
};

const recordItems = (items: readonly DecodedItem[], eventId: string | undefined): Step<readonly ItemRecord[]> => {
  const records: ItemRecord[] = [];
  for (const { header, payload } of items) {
    const text = headerText(header);
    if (text === undefined) return refuse({ status: 400, detail: 'the header of an item is nested too deeply' });
    records.push({ eventId, type: header.type, header: text, payload });
  }
  return accept(records);
};

const recordEvents = (items: readonly DecodedItem[], circumstances: EventCircumstances): Step<readonly EventRecord[]> => {
  const records: EventRecord[] = [];
  for (const item of items) {
    // The id in the envelope header is for one event. Senders put no second one in; if they do, it keeps its own.
    const recorded = recordEvent(item, records.length === 0 ? circumstances : { ...circumstances, headerId: undefined });
    if (!recorded.ok) return recorded;
    records.push(recorded.value);
  }
  return accept(records);
};

/** The event that a feedback is about, which lies with it, and with it what came along. */
const eventOfFeedback = (items: readonly DecodedItem[]): string | undefined => {
  const feedback = items.find(({ header, payload }) => feedbackTypes.has(header.type) && payload.length <= MAX_EVENT_BYTES);
  return feedback && readFeedback(Buffer.from(feedback.payload).toString())?.eventId;
};

/**
 * Turns an envelope into what the store writes: events taken apart, other known items as they are,
 * the rest counted. All or nothing, so that a sender who is refused can mend and resend the whole.
 */
export const sortEnvelope = ({ header, items }: DecodedEnvelope, arrival: Arrival): Step<Sorted> => {
  const headerId = readHeaderId(header);
  if (!headerId.ok) return headerId;
  const sizes = checkSizes(items);
  if (!sizes.ok) return sizes;
  const withFate = (fate: ReturnType<typeof fateOf>) => items.filter((item) => fateOf(item.header.type) === fate);
  const events = recordEvents(withFate('event'), { ...arrival, headerId: headerId.value, sentAt: header['sent_at'] });
  if (!events.ok) return events;
  const eventId = headerId.value ?? events.value[0]?.eventId;
  const kept = recordItems(withFate('kept'), (events.value.length === 0 ? eventOfFeedback(items) : undefined) ?? eventId);
  if (!kept.ok) return kept;
  const filing: Filing = {
    projectId: arrival.projectId,
    receivedAt: arrival.receivedAt,
    events: events.value,
    items: kept.value,
    skipped: withFate('skipped').map((item) => firstLine(item.header.type, textLimits.itemType) || '(blank)'),
  };
  return accept({ filing, eventId });
};
