import { attemptOr } from './fences';
import { markerOf, textFrom } from './read';

/**
 * What an option holds that may be one thing or a list of such, each as `read` makes use of it. What that
 * answers with `undefined` for, and what throws, cannot be used: it is left out, and `isBad` is called once.
 */
export const readList = <T extends string | object>(given: unknown, read: (entry: unknown) => T | undefined, isBad: () => void): readonly T[] => {
  // What cannot even be read stands there as one thing that is of no use.
  const entries = attemptOr<readonly unknown[]>([undefined], () => [given ?? []].flat());
  const usable = entries.flatMap((entry) => attemptOr(undefined, () => read(entry)) ?? []);
  if (usable.length < entries.length) isBad();
  return usable;
};

/** Whether something is a pattern, also one of another realm. */
export const isPattern = (entry: unknown): entry is RegExp => markerOf(entry) === '[RegExp]';

/** A copy of a pattern that finds all matches wherever they stand. The app's own keeps its `lastIndex`. */
export const patternFrom = (entry: unknown): RegExp | undefined => (isPattern(entry) ? new RegExp(entry, 'g' + entry.flags.replace(/[gy]/g, '')) : undefined);

/** A pattern, or text; but the empty one would be found everywhere. */
export const textOrPatternFrom = (entry: unknown): string | RegExp | undefined => textFrom(entry) ?? patternFrom(entry);

/** Whether a text holds another, or what fits a pattern: `search` heeds neither the flag `g` nor what was matched last. */
export const holds = (text: string, wanted: string | RegExp): boolean => (typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) >= 0);
