import { copyBag, readProperty } from '../base/read';
import type { CaptureContext, EventHint } from '../scope/scope-data';
import type { ScrubRuleName } from '../stages/scrub-rules';

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

/** A rule of the app's own. */
export interface ScrubRule {
  /** Stands in reports. */
  readonly name: string;
  /** Every match in every string is replaced; with or without the flag `g`. Must be quick for any text. */
  readonly pattern: RegExp;
  /** What to put there. Default: `replacement`. A function that throws filters all the same. */
  readonly replace?: string | ((match: string) => string) | undefined;
}

/** What is taken out of everything that is sent, beyond the defaults or less than they. */
export interface ScrubOptions {
  /** Built-in rules to leave out, by name. */
  readonly off?: readonly ScrubRuleName[] | undefined;
  /** Rules of the app's own; they come before the built-in ones. */
  readonly add?: readonly ScrubRule[] | undefined;
  /** Never filtered: a secret that equals one of these strings, or in which one of these patterns is found. */
  readonly allow?: readonly (string | RegExp)[] | undefined;
  /** Words that make a key secret wherever they stand in it: `customerNo` also fits `old_customer_no`. */
  readonly keys?: readonly string[] | undefined;
  /** What to put for a secret. Default `[Filtered]`, which servers know. */
  readonly replacement?: string | undefined;
}

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
