import type { Event } from '@tocsin/core/wire';
import type { StoredEventBody } from '../store/read-events';
import { isRecord } from './loose';
import { readEvent } from './read-event';

/** The event of a stored row. The payload was a JSON object when it was let in. */
export const eventOfRow = ({ payload, eventId, occurredAt }: StoredEventBody): Event => {
  const raw: unknown = JSON.parse(payload);
  return readEvent(isRecord(raw) ? raw : {}, { eventId, timestamp: occurredAt / 1000 });
};
