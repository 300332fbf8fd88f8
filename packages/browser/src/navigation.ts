import type { Undo } from '@tocsin/core';
import { around } from './around';

/** Path, query and fragment: the origin stays the same. */
const here = (): string => location.href.slice(location.origin.length);

/** Hears of navigation within the page, once it has happened: by the history, by links to fragments, back and forth. Must not throw. */
export const watchNavigation = (onNavigation: (from: string, to: string) => void): Undo => {
  // A worker stays where it is.
  if (!('history' in globalThis)) return () => undefined;
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
  const undos = ['pushState', 'replaceState'].map((name) => around(History.prototype, name, () => ({ answered: seen })));
  const types = ['popstate', 'hashchange'];
  for (const type of types) addEventListener(type, look);
  return () => {
    undos.forEach((undo) => undo());
    for (const type of types) removeEventListener(type, look);
  };
};
