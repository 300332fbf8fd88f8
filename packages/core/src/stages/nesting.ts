/**
 * A hook, or a rule of `scrub`, may capture an event while another one passes it, on that again, and so on: so deep, which is more
 * than an app could mean. One that captures whenever it is called would have no end where there is no flood control.
 */
const MAX_DEPTH = 10;

/** How many events stand around what runs now; of hooks as far as they are synchronous. */
export interface Nesting {
  depth: number;
}

/** Whether one event more would be too many. */
export const isTooDeep = ({ depth }: Nesting): boolean => depth >= MAX_DEPTH;

/** Runs what may call the app, which may capture: within so many events. */
export const within = <T>(nesting: Nesting, depth: number, run: () => T): T => {
  const before = nesting.depth;
  nesting.depth = depth;
  try {
    return run();
  } finally {
    nesting.depth = before;
  }
};
