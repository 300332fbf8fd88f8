import { copyBag } from '../base/read';
import type { CaptureContext, EventHint } from '../scope/scope-data';

/** Bytes of one event, as ASCII JSON: far below the 1 MiB that servers take, and what a person could read. */
export const MAX_EVENT_LENGTH = 200_000;

/** An id for what was captured while nothing can be sent, or was not chosen by sampling. Servers refuse it, so it cannot be taken for a real one. */
export const NO_EVENT_ID = '00000000000000000000000000000000';

/** The second argument of `captureException`: a hint, or scope data for this event alone. */
export type CaptureDetails = EventHint | CaptureContext;

/** A hint of either form. */
export const toHint = (details: CaptureDetails | undefined): EventHint => ({
  captureContext: details as CaptureContext | undefined, // no key has a meaning in both forms, so each may be read as the other
  ...copyBag(details),
});
