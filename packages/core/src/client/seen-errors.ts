import type { Timers, Undo } from '../base/clock';
import type { Milliseconds } from '../base/units';

/** Errors without an event that are known for a while. At 500 a second they cover 60 ms; each look takes longer with more. */
const RECENT = 32;

/** So long at most they are kept alive: an error may hold a whole request. */
const RECENT_FOR: Milliseconds = 1_000;

/** Recognises an error object that was captured before: boundary, handler and rejection may all hand in the same one. */
export interface SeenErrors {
  /** The id that was answered for it. */
  idOf(error: object): string | undefined;
  /** Knows it for as long as the app has it. */
  remember(error: object, id: string): void;
  /** Knows it for a while: for those of a flood, because a weak reference costs as much as all the rest of folding. */
  rememberBriefly(error: object, id: string): void;
  /** Lets go of those that it holds. */
  forget(): void;
}

/** Errors are never marked: they may be frozen, and belong to the app. */
export const createSeenErrors = (timers: Timers): SeenErrors => {
  const known = new WeakMap<object, string>();
  let recent: object[] = [];
  let ids: string[] = [];
  let next = 0;
  let cancel: Undo | undefined;

  const forget = (): void => {
    cancel?.();
    cancel = undefined;
    recent = [];
    ids = [];
    next = 0;
  };

  return {
    idOf: (error) => ids[recent.indexOf(error)] ?? known.get(error),
    remember: (error, id) => void known.set(error, id),
    rememberBriefly(error, id) {
      recent[next] = error;
      ids[next] = id;
      next = (next + 1) % RECENT;
      cancel ??= timers.after(RECENT_FOR, forget);
    },
    forget,
  };
};
