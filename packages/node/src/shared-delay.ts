import type { Undo } from '@tocsin/core';

/** Runs it after the delay, unless it is called off before. */
export type Delay = (run: () => void) => Undo;

/**
 * One timer for all that wait equally long, in place of one each: for what is called off nearly always, and far
 * more often than once a delay. Keeps no process alive.
 *
 * @param delay milliseconds
 */
export const createSharedDelay = (delay: number): Delay => {
  /** When each is due; in that order, as all wait equally long. */
  const waiting = new Map<() => void, number>();
  let isSet = false;

  const wait = (time: number): void => {
    isSet = true;
    setTimeout(look, time).unref();
  };

  const look = (): void => {
    isSet = false;
    const now = performance.now();
    for (const [run, due] of waiting) {
      if (due > now) return wait(Math.ceil(due - now));
      waiting.delete(run);
      run();
    }
  };

  return (run) => {
    waiting.set(run, performance.now() + delay);
    if (!isSet) wait(delay);
    return () => void waiting.delete(run);
  };
};
