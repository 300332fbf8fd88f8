import type { Undo } from '@tocsin/core';

/** Runs it after so many milliseconds, unless it is taken back. */
export const later = (run: () => void, delay: number): Undo => {
  const timer = setTimeout(run, delay);
  return () => clearTimeout(timer);
};
