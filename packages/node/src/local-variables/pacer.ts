import { clearTimeout, setTimeout } from 'node:timers';
import type { Undo } from '@tocsin/core';

/** Milliseconds of work in one second that the app may stand still for. A machine that is busy with others takes longer for them. */
const MAX_SPENT = 50;

/** The first rest after too many throws, or too much work for them, milliseconds. Each is twice as long as the one before. */
const FIRST_REST = 5000;

/** The longest rest, milliseconds: a day. */
const LONGEST_REST = 86_400_000;

/** Bounds what something costs that happens to others. */
export interface Pacer {
  readonly spend: (run: () => void) => void;
  readonly stop: Undo;
}

/** Milliseconds that the processor has worked for this process. */
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Lets `most` things be done in a second, and no more than 50 ms of work be spent on them, by the clock `spentSoFar`. Then `turn` hears that it is off,
 * and later that it is on again; each rest is twice as long, until it has been quiet for as long again.
 */
export const createPacer = (most: number, turn: (isOn: boolean) => void, spentSoFar = worked): Pacer => {
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
      const before = spentSoFar();
      run();
      spent += spentSoFar() - before;
      if (++count >= most || spent >= MAX_SPENT) takeRest(performance.now());
    },
    stop: () => clearTimeout(timer),
  };
};
