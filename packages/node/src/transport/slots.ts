/** Keeps count of what may be there only so many times at a time. */
export interface Slots {
  /** Takes one: at once, with no promise, where one is left, else when it is the turn. Whoever takes one leaves it. */
  take(): Promise<void> | undefined;
  /** Leaves one to the next. */
  leave(): void;
}

/** @param most how many there are; asked each time */
export const createSlots = (most: () => number): Slots => {
  let taken = 0;
  const waiting: (() => void)[] = [];

  const callNext = (): void => {
    while (taken < most()) {
      const next = waiting.shift();
      if (!next) return;
      taken++;
      next();
    }
  };

  return {
    take() {
      if (taken >= most() || waiting.length > 0) return new Promise((resolve) => waiting.push(resolve));
      taken++;
      return undefined;
    },
    leave() {
      taken--;
      // Later: a connection is back with its agent only after the request has said that it is over.
      if (waiting.length > 0) queueMicrotask(callNext);
    },
  };
};
