import type { ScrubRuleName } from './scrub-rules';

/** A rule of the app's own. */
export interface ScrubRule {
  /** Stands in reports. */
  readonly name: string;
  /** Every match in every string, and in every number that the app hands over, is replaced; with or without the flag `g`. Must be quick for any text. */
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
