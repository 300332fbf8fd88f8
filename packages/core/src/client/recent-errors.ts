import type { Timers, Undo } from '../base/clock';
import type { Milliseconds } from '../base/units';
import type { Refused } from '../stages/admit';

/** Error objects that are remembered, at most. At 500 a second they cover 60 ms; with more, each look would take longer. */
const RECENT = 32;

/** How long they are kept alive, at most: an error may hold a whole request. */
const RECENT_FOR: Milliseconds = 1_000;

/** What was answered for an error: the id of its event, or of the one that is shown in its place. */
export interface RecentAnswer extends Partial<Refused> {
  readonly id: string;
}

/** Remembers the latest error objects that became no event, and what was answered for each. */
export interface RecentErrors {
  get(error: object): RecentAnswer | undefined;
  set(error: object, answer: RecentAnswer): void;
  clear(): void;
}

/** See {@link RecentErrors}. In a flood there are many, and a weak reference to each would cost as much as all the rest of folding. */
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
