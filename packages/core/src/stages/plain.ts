import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { isErrorLike, markerOf, readText } from '../base/read';

/** `Array.isArray` throws for a revoked proxy. */
export const isList = (value: unknown): value is readonly unknown[] => attemptOr(false, () => Array.isArray(value));

/** Lists and bare objects: most of an event, and nothing that would have to be described. Throws what a proxy throws. */
export const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
};

/** A text for built-in objects whose properties say nothing. Throws what the object's own getters throw. */
export const describeBuiltIn = (value: unknown): string | undefined => {
  const marker = markerOf(value);
  if (typeof value === 'function') return `[Function: ${readText(value, 'name') ?? 'anonymous'}]`;
  if (ArrayBuffer.isView(value) || marker === '[ArrayBuffer]') return marker.replace(']', `: ${Object(value).byteLength} bytes]`);
  // `toJSON` of an invalid date would say `null`, and hide the mistake.
  return marker === '[RegExp]' || marker === '[String]' || (marker === '[Date]' && isNaN(Number(value))) ? String(value) : undefined;
};

/** Where the entries of an object stand. Of a map no more than `count` and one are read, because it may have no end. Throws what the object throws. */
export const sourceOf = (value: Bag, count: number): Bag => {
  // As an object: that merges keys of one spelling, and puts numbers where a second walk will find them.
  if (value instanceof Map) return Object.fromEntries(firstOf(value, count));
  return value instanceof Set ? { values: firstOf(value, count) } : value;
};

/** Keys of what {@link sourceOf} answers with. `Object.keys` leaves out what an error tells most by. */
export const keysOf = (source: Bag): string[] => {
  return isErrorLike(source) ? ['name', 'message', 'stack', ...Object.keys(source)] : Object.keys(source);
};

const firstOf = <T>(values: Iterable<T>, count: number): T[] => {
  const first: T[] = [];
  for (const value of values) {
    if (first.push(value) > count) break;
  }
  return first;
};
