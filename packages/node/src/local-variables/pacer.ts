import type { Undo } from '@tocsin/core';

/** Milliseconds in one second that the app may stand still for us. */
const MAX_SPENT = 50;

/** How long nothing is done after that, milliseconds: at first, and at most, a day. */
const FIRST_REST = 5000;
const LONGEST_REST = 86_400_000;

/** Bounds what something costs that happens to others. */
export interface Pacer {
  readonly spend: (run: () => void) => void;
  readonly stop: Undo;
}

/**
 * Lets `most` things be done in a second, and no more than 50 ms be spent on them. Then `turn` hears that it is off,
 * and later that it is on again; each rest is twice as long, until it has been quiet for as long again.
 */
export const createPacer = (most: number, turn: (isOn: boolean) => void): Pacer => {
  let since = 0;
  let count = 0;
  let spent = 0;
  let rest = FIRST_REST;
  let restedUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  const goOn = (): void => {
    timer = undefined;
    restedUntil = performance.now();
    turn(true);
  };
  const takeRest = (now: number): void => {
    rest = restedUntil > 0 && now - restedUntil < rest ? Math.min(rest * 2, LONGEST_REST) : FIRST_REST;
    turn(false);
    timer = setTimeout(goOn, rest).unref();
  };

  return {
    spend(run) {
      const start = performance.now();
      if (timer) return;
      if (start - since >= 1000) {
        since = start;
        count = 0;
        spent = 0;
      }
      run();
      const now = performance.now();
      spent += now - start;
      if (++count >= most || spent >= MAX_SPENT) takeRest(now);
    },
    stop: () => clearTimeout(timer),
  };
};
