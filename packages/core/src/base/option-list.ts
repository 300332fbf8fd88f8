import { attemptOr } from './fences';
import { markerOf, textFrom } from './read';

/**
 * Reads an option that may be one thing or a list of such. `read` makes something usable of each entry. One for which it
 * answers `undefined`, or throws, is left out, and `onUnusable` is called, once for all of them.
 */
export const readList = <T extends string | object>(given: unknown, read: (entry: unknown) => T | undefined, onUnusable: () => void): readonly T[] => {
  // A list that throws when it is read counts as one unusable entry.
  const entries = attemptOr<readonly unknown[]>([undefined], () => [given ?? []].flat());
  const usable = entries.flatMap((entry) => attemptOr(undefined, () => read(entry)) ?? []);
  if (usable.length < entries.length) onUnusable();
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
