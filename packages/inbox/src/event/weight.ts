import type { Event } from '@tocsin/core/wire';

/** More than this from one event is no flood but a mistake, or somebody spoiling the counters. */
const MAX_FOLDED = 1_000_000_000;

/**
 * How many occurrences an event stands for: itself, and those that the sender's flood control folded
 * into it (`contexts.flood.suppressed`). That is how totals stay true when most of a flood is never sent.
 */
export const weightOf = (event: Event): number => {
  const folded = event.contexts?.['flood']?.['suppressed'];
  return typeof folded === 'number' && Number.isInteger(folded) && folded >= 0 && folded <= MAX_FOLDED ? 1 + folded : 1;
};
