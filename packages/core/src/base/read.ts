import { attemptOr } from './fences';

/** Any object, seen as a bag of unknown properties. */
export type Bag = Readonly<Record<PropertyKey, unknown>>;

/** True for objects and functions, the things that have properties of their own. */
export const isObject = (value: unknown): value is Bag => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** One property of anything. Getters and proxies that throw read as `undefined`. */
export const readProperty = (value: unknown, key: PropertyKey): unknown => (isObject(value) ? attemptOr(undefined, () => value[key]) : undefined);

/** One property when it is a non-empty string, else `undefined`. */
export const readText = (value: unknown, key: PropertyKey): string | undefined => {
  const text = readProperty(value, key);
  return typeof text === 'string' && text !== '' ? text : undefined;
};

/** `Error`, `DOMException` and the like in `[object Error]` form: true across realms, unlike `instanceof`. */
export const isErrorLike = (value: unknown): value is Bag =>
  isObject(value) &&
  attemptOr(false, () => {
    const tag = Object.prototype.toString.call(value);
    return tag === '[object Error]' || tag === '[object DOMException]' || tag === '[object Exception]' || value instanceof Error;
  });

/** A promise, or something that behaves like one. */
export const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> => typeof readProperty(value, 'then') === 'function';
