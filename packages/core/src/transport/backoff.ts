import type { Milliseconds } from '../base/units';

/** First delay; long enough for a restarting server, short enough for a hiccup. */
const FIRST: Milliseconds = 500;

/** Longest delay; a server that comes back is noticed within half a minute. */
const LONGEST: Milliseconds = 30_000;

/**
 * Delay before the next try, doubling with each failure. Half of it is chance (`random` is
 * 0 ≤ n < 1), so that clients which failed together do not come back together.
 */
export const backoff = (failures: number, random: number): Milliseconds => {
  return Math.min(LONGEST, (FIRST / 2) * 2 ** failures) / 2 * (1 + random);
};
