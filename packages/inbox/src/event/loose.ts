/**
 * Reading JSON from strangers. SDKs send numbers where text is meant, pairs where an object is
 * meant, `null` anywhere; each of these takes what can be understood and drops the rest.
 */

/** A JSON object whose values have not been looked at. */
export type LooseRecord = Readonly<Record<string, unknown>>;

/** True for JSON objects: not for lists, not for `null`. */
export const isRecord = (value: unknown): value is LooseRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text as it is, numbers and booleans as text; `undefined` for blank text and everything else. */
export const looseText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/** A whole number, also when it came as text. */
export const looseInteger = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
};

/** `true` or `false` and nothing that merely looks like it. */
export const looseBoolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** The objects of a list, of `{values: [...]}`, or the one object itself: all three are sent for exceptions. */
export const looseRecords = (value: unknown): readonly LooseRecord[] => {
  if (Array.isArray(value)) return value.filter(isRecord);
  if (!isRecord(value)) return [];
  return Array.isArray(value['values']) ? value['values'].filter(isRecord) : 'values' in value ? [] : [value];
};

/** The texts of a list. */
export const looseTexts = (value: unknown): string[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  // Blank lines of source are text too, so `looseText` will not do.
  return value.flatMap((entry) => (typeof entry === 'string' ? [entry] : (looseText(entry) ?? [])));
};

const joined = (value: unknown): string | undefined =>
  Array.isArray(value) ? looseTexts(value)?.join(', ') : looseText(value);

const entriesOf = (value: unknown): readonly (readonly [unknown, unknown])[] => {
  if (isRecord(value)) return Object.entries(value);
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown): readonly (readonly [unknown, unknown])[] => {
    if (Array.isArray(entry)) return [[entry[0], entry[1]]];
    return isRecord(entry) ? [[entry['key'], entry['value']]] : [];
  });
};

/**
 * A dictionary of texts, from an object, a list of pairs or a list of `{key, value}`; values that
 * are lists are joined by commas, as HTTP does with headers. `undefined` when nothing is left.
 */
export const looseDictionary = (value: unknown): Record<string, string> | undefined => {
  const entries = entriesOf(value).flatMap(([key, entry]): readonly (readonly [string, string])[] => {
    const name = looseText(key);
    const text = joined(entry);
    return name === undefined || text === undefined ? [] : [[name, text]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

// An ISO time without a zone is UTC in this protocol; `Date.parse` alone would take it for local time.
const ZONE = /(?:z|[+-]\d{2}:?\d{2})$/i;

/** Seconds since the epoch, from a number of seconds, the same as text, or an RFC 3339 time. */
export const looseSeconds = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  const seconds = Number.isNaN(number) ? Date.parse(ZONE.test(value.trim()) ? value : `${value.trim()}Z`) / 1000 : number;
  return Number.isFinite(seconds) ? seconds : undefined;
};

/** The same shape where keys that may be absent may be undefined as well. */
type Undefinable<T> = { readonly [K in keyof T]: Partial<Pick<T, K>> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The same object without the keys that are undefined, as our wire types want it. */
export const defined = <T extends object>(shape: Undefinable<T>): T =>
  // Only keys that T allows to be absent can have been dropped; the compiler cannot follow that.
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as T;
