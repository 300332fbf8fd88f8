import type { Undo } from '@tocsin/core';
import { around } from './around';
import { listen, together } from './listen';

/** Path, query and fragment: the origin stays the same. */
const here = (): string => location.href.slice(location.origin.length);

/** Hears of navigation within the page, once it has happened: by the history, by links to fragments, back and forth. Must not throw. */
export const watchNavigation = (onNavigation: (from: string, to: string) => void): Undo | undefined => {
  // A worker stays where it is.
  if (!('history' in globalThis)) return undefined;
  let last = here();
  const look = (): void => {
    const from = last;
    last = here();
    if (from !== last) onNavigation(from, last);
  };
  const seen = (answer: unknown): unknown => {
    look();
    return answer;
  };
  return together([...['pushState', 'replaceState'].map((name) => around(History.prototype, name, () => ({ answered: seen }))), listen(['popstate', 'hashchange'], look)]);
};
