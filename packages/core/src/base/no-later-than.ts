import type { Timers } from './clock';
import type { Milliseconds } from './units';

/** Resolves with `work`, and after `atMost` in any case; the timer goes when it is not needed. `work` must not reject. */
export const noLaterThan = (work: Promise<unknown>, atMost: Milliseconds, timers: Timers): Promise<void> =>
  new Promise((resolve) => {
    const cancel = timers.after(atMost, resolve);
    void work.then(() => {
      cancel();
      resolve();
    });
  });
