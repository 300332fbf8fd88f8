import type { Undo } from '@tocsin/core';
import type { Plan } from './around';
import { around } from './around';
import { listen, together } from './listen';

/** Path, query and fragment: the origin stays the same. */
const here = (): string => location.href.slice(location.origin.length);

/** Hears of navigation within the page, once it has happened: by the history, by links to fragments, back and forth. Must not throw. */
export const watchNavigation = (onNavigation: (from: string, to: string) => void): Undo => {
  let last = here();
  const look = (): void => {
    const from = last;
    last = here();
    if (from !== last) onNavigation(from, last);
  };
  const plan: Plan = { answered: look };
  return together([
    // A worker stays where it is, and has none.
    () => around(History.prototype, 'pushState', () => plan),
    () => around(History.prototype, 'replaceState', () => plan),
    () => listen(['popstate', 'hashchange'], look),
  ]);
};
