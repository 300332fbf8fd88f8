import { copyBag } from '../base/read';
import type { CaptureContext, EventHint } from '../scope/scope-data';

/** The second argument of `captureException`: a hint, or scope data for this event alone. */
export type CaptureDetails = EventHint | CaptureContext;

/** The second argument as a hint, whichever of the two it is. */
export const toHint = (details: CaptureDetails | undefined): EventHint => ({
  captureContext: details as CaptureContext | undefined, // no key has a meaning in both forms, so each may be read as the other
  ...copyBag(details),
});
