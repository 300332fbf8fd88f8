/**
 * Units in the type: a duration cannot be passed where a point in time is meant, nor seconds for
 * milliseconds. The mark is optional, so plain numbers are accepted and nothing exists at run time.
 */
type In<Unit extends string> = number & { readonly unit?: Unit };

/** A duration. */
export type Milliseconds = In<'ms'>;

/** A point in time, milliseconds since 1970-01-01 UTC. */
export type EpochMilliseconds = In<'epoch ms'>;

/** A point in time as the wire has it, seconds since 1970-01-01 UTC with a fraction. */
export type EpochSeconds = In<'epoch s'>;

/** The wire's form of a point in time. */
export const toEpochSeconds = (at: EpochMilliseconds): EpochSeconds => at / 1000;

/** The wire's other form, RFC 3339 in UTC: used where servers demand text (`sent_at`). */
export const toRfc3339 = (at: EpochMilliseconds): string => new Date(at).toISOString();
