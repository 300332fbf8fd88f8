import type { Timers, Undo } from '../base/clock';
import type { Milliseconds } from '../base/units';
import type { Refused } from '../stages/admit';

/** Errors that are known for a while. At 500 a second they cover 60 ms; each look takes longer with more. */
const RECENT = 32;

/** So long at most they are kept alive: an error may hold a whole request. */
const RECENT_FOR: Milliseconds = 1_000;

/** What was answered for an error: the id of its event, or of the one that is shown in its place. */
export interface RecentAnswer extends Partial<Refused> {
  readonly id: string;
}

/** Error objects without an event, and what was answered for them. */
export interface RecentErrors {
  get(error: object): RecentAnswer | undefined;
  set(error: object, answer: RecentAnswer): void;
  clear(): void;
}

/** For those of a flood, because a weak reference costs as much as all the rest of folding. */
export const createRecentErrors = (timers: Timers): RecentErrors => {
  let errors: object[] = [];
  let answers: RecentAnswer[] = [];
  let next = 0;
  let cancel: Undo | undefined;

  const clear = (): void => {
    cancel?.();
    cancel = undefined;
    errors = [];
    answers = [];
  };

  return {
    get: (error) => answers[errors.indexOf(error)],
    set(error, answer) {
      const slot = next++ % RECENT;
      errors[slot] = error;
      answers[slot] = answer;
      cancel ??= timers.after(RECENT_FOR, clear);
    },
    clear,
  };
};
