import type { Undo } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/** Longer than any delay of ours, milliseconds; longer ones than 2 ** 31 - 1 would fire at once. */
const LONGEST_DELAY = 1e9;

/** Runs it after so many milliseconds, unless it is taken back; never where the page's own timers fail. */
export const later = (delay: number, run: () => void): Undo => {
  const timer = attemptOr(undefined, () => setTimeout(run, Math.min(delay, LONGEST_DELAY)));
  return () => attemptOr(undefined, () => clearTimeout(timer));
};
