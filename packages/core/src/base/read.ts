import { attemptOr, readOr } from './fences';

/** Any object, seen as a bag of unknown properties. */
export type Bag = Readonly<Record<PropertyKey, unknown>>;

/** True for objects and functions, the things that have properties of their own. */
export const isObject = (value: unknown): value is Bag => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** One property of anything. Getters and proxies that throw read as `undefined`. */
export const readProperty = (value: unknown, key: PropertyKey): unknown => (isObject(value) ? readOr(undefined, value, key) : undefined);

/** Text that says something; `undefined` for the empty one, and for anything else. */
export const textFrom = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** One property when it is a non-empty string, else `undefined`. */
export const readText = (value: unknown, key: PropertyKey): string | undefined => textFrom(readProperty(value, key));

/** `Error`, `DOMException` and the like in `[object Error]` form: true across realms, unlike `instanceof`. */
export const isErrorLike = (value: unknown): value is Bag =>
  isObject(value) &&
  // The first is cheap and nearly always true.
  attemptOr(false, () => value instanceof Error || /^\[(Error|(DOM)?Exception)]$/.test(markerOf(value)));

/** The kind of a built-in object: `[Array]`, `[Promise]`. Right across realms; throws what a proxy throws. */
export const markerOf = (value: unknown): string => ({}).toString.call(value).replace('object ', '');

/** A promise, or something that behaves like one. */
export const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> => typeof readProperty(value, 'then') === 'function';

/** Entries read of one bag: more than servers keep, and few enough that a huge one does not hold the app up. */
const MAX_ENTRIES = 1000;

/** Names of the first 1,000 own properties of a bag that may be anything. Lists have none: their indices name nothing, and may be millions. */
export const ownKeys = (bag: Bag): string[] => (Array.isArray(bag) || ArrayBuffer.isView(bag) ? [] : Object.keys(bag).slice(0, MAX_ENTRIES));

/** The first 1,000 own properties of a bag that may be anything; those that cannot be read are left out, and the others stay. */
export const ownEntries = (bag: unknown): readonly (readonly [key: string, value: unknown])[] =>
  (isObject(bag) ? attemptOr([], () => ownKeys(bag)) : []).map((key) => [key, readProperty(bag, key)] as const);

/** A plain copy of a bag that may be anything, without what is `undefined` in it; see {@link ownEntries}. */
export const copyBag = (bag: unknown): Record<string, unknown> => Object.fromEntries(ownEntries(bag).filter(([, value]) => value !== undefined));

/** Entries that the text of one object is made of, about. It may have as many as it likes at each level. */
const MAX_SPELT = 1_000_000;

/** Any value as text; objects that refuse become a marker. */
export const spell = (value: unknown): string =>
  attemptOr('[Unreadable]', () => {
    // As JSON, ten megabytes of them would stop the app for a second.
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (!isObject(value) || typeof value === 'function' || isErrorLike(value)) return String(value);
    let entries = 0;
    const bounded = (_key: string, inner: unknown): unknown => {
      if (entries > MAX_SPELT) return undefined;
      if (isObject(inner)) entries += Object.keys(inner).length;
      return inner;
    };
    return JSON.stringify(value, bounded) ?? '';
  });
