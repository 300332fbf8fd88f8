import { issueKeyOfEvent, type DecodedItem, type Event } from '@tocsin/core/wire';
import { normaliseEventId } from '../event/event-id';
import { culpritOf, titleOf } from '../event/headline';
import { isRecord, looseSeconds, looseText, type LooseRecord } from '../event/loose';
import { occurredAt } from '../event/occurred-at';
import { firstLine } from '../event/plain-text';
import { readEvent } from '../event/read-event';
import { weightOf } from '../event/weight';
import { textLimits } from '../limits';
import type { EventRecord } from '../store/filing';
import { accept, refuse, type Step } from './refusal';

/** What the envelope and the moment say about an event. */
export interface EventCircumstances {
  /** From the envelope header; wins over the id in the body. */
  readonly headerId: string | undefined;
  /** Envelope header `sent_at`, not looked at yet. */
  readonly sentAt: unknown;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly newEventId: () => string;
}

const parseObject = (text: string): LooseRecord | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // Not JSON; the sender is told.
    return undefined;
  }
};

const milliseconds = (value: unknown): number | undefined => {
  const seconds = looseSeconds(value);
  return seconds === undefined ? undefined : seconds * 1000;
};

const shortened = (text: string | undefined, limit: number): string | undefined =>
  text === undefined ? undefined : firstLine(text, limit) || undefined;

const columnsOf = (event: Event, raw: LooseRecord) => ({
  // The key that our SDKs use for flood control and in the error hash, so that both tell the same story.
  groupingKey: issueKeyOfEvent(event),
  title: titleOf(event),
  culprit: culpritOf(event),
  // As it came, so that pages can show the word that was meant to be a level.
  level: shortened(looseText(raw['level']), textLimits.level) ?? 'error',
  release: shortened(event.release, textLimits.release),
  environment: shortened(event.environment, textLimits.environment),
  weight: weightOf(event),
});

/**
 * Draws out of an event what lists and counters need. The only demand on the body is that it is a
 * JSON object; odd types inside are read as well as they can be, and the body is stored as it came.
 */
export const recordEvent = ({ payload }: DecodedItem, circumstances: EventCircumstances): Step<EventRecord> => {
  // Bytes that are not UTF-8 become U+FFFD: an event with a broken letter is better than none.
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('utf8');
  const raw = parseObject(text);
  if (!raw) return refuse({ status: 400, detail: 'the payload of an event is not a JSON object' });
  const { headerId, receivedAt, newEventId } = circumstances;
  const eventId = headerId ?? normaliseEventId(raw['event_id']) ?? newEventId();
  const times = { claimedAt: milliseconds(raw['timestamp']), sentAt: milliseconds(circumstances.sentAt), receivedAt };
  const at = occurredAt(times);
  const event = readEvent(raw, { eventId, timestamp: at / 1000 });
  return accept({ eventId, ...columnsOf(event, raw), occurredAt: at, payload: text });
};
