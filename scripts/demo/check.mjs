import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../run/progress.mjs';

/** By then everything has arrived on any machine, or never will, milliseconds. */
const ARRIVAL_TIMEOUT = 10_000;

/** Between two looks, milliseconds. */
const LOOK_AGAIN = 50;

/** Nothing is taken for granted: what is not as it should be ends the demo. @param {boolean} holds @param {string} complaint @returns {asserts holds} */
export const check = (holds, complaint) => {
  if (!holds) throw new Failure(complaint);
};

/**
 * Looks until there is something to see. Events travel for a moment: only what has not come by the
 * time limit is missing.
 *
 * @template T
 * @param {() => Promise<T | undefined>} look
 * @param {string} complaint
 * @returns {Promise<T>}
 */
export const eventually = async (look, complaint) => {
  const deadline = performance.now() + ARRIVAL_TIMEOUT;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    check(performance.now() < deadline, `${complaint} within ${ARRIVAL_TIMEOUT / 1000} s`);
    await sleep(LOOK_AGAIN);
  }
};
