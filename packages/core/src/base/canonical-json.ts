import { attemptOr } from './fences';

/**
 * The one JSON text of a value (RFC 8785): names sorted, no blanks, numbers and strings spelt in one
 * way, so that every language takes a hash of the same bytes (its UTF-8). `undefined` for what has
 * no such text: a value of any kind that JSON does not know, half a surrogate pair, infinity, a
 * cycle. Never throws. For what is merely sent use `asciiJson`, which is faster and forgives.
 */
export const canonicalJson = (value: unknown): string | undefined => attemptOr(undefined, () => write(value));

const write = (value: unknown): string => {
  if (Array.isArray(value)) return `[${Array.from(value, write).join(',')}]`;
  if (isPlain(value)) {
    // The built-in order is the one that the standard asks for: by UTF-16 code units.
    const names = Object.keys(value).filter((name) => value[name] !== undefined).sort();
    return `{${names.map((name) => `${write(name)}:${write(value[name])}`).join(',')}}`;
  }
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value);
  // Half a pair is no character: no UTF-8 can be written for it.
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return JSON.stringify(value);
  throw new TypeError('no canonical form');
};

/** An object as `JSON.parse` makes them, also one from another realm. A date, a map or an instance of a class says more than its properties do. */
const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};
