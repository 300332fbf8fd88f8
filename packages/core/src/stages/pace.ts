import type { Timers } from '../base/clock';

/**
 * Turns of promises, at most, in which functions of the app's are called before the event loop has its turn; that is asked for
 * after half as many. A function that captures something after an `await`, whenever it is called, would keep timers and
 * requests waiting for ever. Nothing is dropped: the next call waits.
 */
const MAX_TURNS = 100;

/** Answers with what to wait for before the next call, if there is anything. */
export type Pace = () => Promise<void> | undefined;

/** See {@link Pace}. However much happens in one turn, it is one. */
export const createPace = (timers: Timers): Pace => {
  let turns = 0;
  let isCounted = false;
  let loop: Promise<void> | undefined;
  const count = (): void => {
    isCounted = true;
    turns++;
    void Promise.resolve().then(() => (isCounted = false));
  };
  const goOn = (): void => {
    turns = 0;
    loop = undefined;
  };
  return () => {
    if (!isCounted) count();
    if (turns > MAX_TURNS / 2) loop ??= new Promise<void>((resolve) => void timers.after(0, resolve)).then(goOn);
    return turns > MAX_TURNS ? loop : undefined;
  };
};
