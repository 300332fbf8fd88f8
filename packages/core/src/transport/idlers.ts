/** Those who wait until nothing is left to do. */
export interface Idlers {
  /** Resolves when `isIdle` holds; at once when it does already. */
  wait(): Promise<void>;
  /** To be called whenever something was done: lets the waiting go when `isIdle` holds. */
  settle(): void;
}

/** Asks `isIdle` again at each `settle`, so that no count has to be kept beside the truth. */
export const createIdlers = (isIdle: () => boolean): Idlers => {
  let waiting: (() => void)[] = [];
  const settle = (): void => {
    if (!isIdle()) return;
    const settled = waiting;
    waiting = [];
    for (const resolve of settled) resolve();
  };
  return {
    settle,
    wait: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        settle();
      }),
  };
};
