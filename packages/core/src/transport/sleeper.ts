import type { Timers, Undo } from '../base/clock';
import type { Milliseconds } from '../base/units';

/** Waits that somebody else can end. */
export interface Sleeper {
  /** Resolves after the delay or when woken: `true` to go on, `false` when everything is to stop. */
  sleep(delay: Milliseconds): Promise<boolean>;
  /** Ends all waits: `flush` does not sit out a back-off. */
  wake(): void;
  /** Ends all waits, now and in future, with `false`. */
  stop(): void;
}

/** Sleeps by the platform's timers, which do not keep the process alive. */
export const createSleeper = (timers: Timers): Sleeper => {
  const sleeping = new Set<(goOn: boolean) => void>();
  let stopped = false;
  const end = (goOn: boolean) => [...sleeping].forEach((rouse) => rouse(goOn));

  return {
    sleep: (delay) =>
      new Promise((resolve) => {
        if (stopped) return resolve(false);
        const rouse = (goOn: boolean): void => {
          cancel();
          sleeping.delete(rouse);
          resolve(goOn);
        };
        const cancel: Undo = timers.after(delay, () => rouse(true));
        sleeping.add(rouse);
      }),
    wake: () => end(true),
    stop() {
      stopped = true;
      end(false);
    },
  };
};
