import { copyBag, readProperty } from '../base/read';
import type { CaptureContext, EventHint } from '../scope/scope-data';

/** Characters of all strings of one event: far below the 1 MiB that servers take, and what a person could read. */
export const MAX_EVENT_LENGTH = 200_000;

/** Defaults that the field knows. */
export const defaults = {
  environment: 'production',
  maxBreadcrumbs: 100,
  normalizeDepth: 3,
  normalizeMaxBreadth: 1000,
  maxValueLength: 8192,
  flood: { burst: 30, perSecond: 1 },
} as const;

/** An id for what was captured while nothing can be sent, or was not chosen by sampling. Servers refuse it, so it cannot be taken for a real one. */
export const NO_EVENT_ID = '0'.repeat(32);

/** The second argument of `captureException`: a hint, or scope data for this event alone. */
export type CaptureDetails = EventHint | CaptureContext;

const HINT_KEYS = ['mechanism', 'captureContext', 'originalException', 'syntheticException', 'event_id', 'data'];

/** Tells the two forms apart by their keys, as the field does. */
export const toHint = (details: CaptureDetails | undefined): EventHint => {
  if (!details) return {};
  const isHint = (value: CaptureDetails): value is EventHint => HINT_KEYS.some((key) => readProperty(value, key) !== undefined);
  return isHint(details) ? copyBag(details) : { captureContext: details };
};
