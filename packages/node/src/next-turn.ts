import { setImmediate, setTimeout } from 'node:timers';

/** When the program's own turn is over; never, when it has ended. (An immediate would wait for the next thing that happens.) */
const nextTurn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 1).unref());

/** When what goes on now is over: at once in a process that has something to do, within a millisecond in one that waits. Never, when the program has ended. */
export const nextBreath = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve).unref();
    setTimeout(resolve, 1).unref();
  });

/**
 * When the program has gone on for a while. One timer may still run on the way to its end, when what came before took
 * long; a second one runs only in a program that has something else to wait for.
 */
export const whenItLivesOn = (): Promise<void> => nextTurn().then(nextTurn);
