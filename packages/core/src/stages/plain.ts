import { attemptOr } from '../base/fences';
import { readText } from '../base/read';

/** Numbers from here on have the twelve digits of the shortest card number. */
const MIN_LONG_NUMBER = 1e11;

/** `Array.isArray` throws for a revoked proxy. */
export const isList = (value: object): value is readonly unknown[] => attemptOr(false, () => Array.isArray(value));

/** Lists and bare objects: most of an event, and nothing that would have to be described. */
export const isPlain = (value: object): boolean =>
  attemptOr(false, () => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
  });

/** A value that is no object, as JSON can say it; `undefined` leaves the key out. Long numbers may be secrets too. */
export const plainPrimitive = (value: unknown, scrub: (text: string) => string): unknown => {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `[${value}]`;
    // JSON has no -0 either.
    return value < MIN_LONG_NUMBER ? value + 0 : unlessScrubbed(value, value, scrub);
  }
  if (typeof value === 'bigint') return unlessScrubbed(value, `${value}n`, scrub);
  if (typeof value === 'symbol') return scrub(value.toString());
  return value;
};

const unlessScrubbed = (value: number | bigint, plain: unknown, scrub: (text: string) => string): unknown => {
  const digits = String(value);
  const scrubbed = scrub(digits);
  return scrubbed === digits ? plain : scrubbed;
};

/** A text for built-in objects whose properties say nothing. */
export const describeBuiltIn = (value: object): string | undefined => {
  if (typeof value === 'function') return `[Function: ${readText(value, 'name') ?? 'anonymous'}]`;
  return attemptOr(undefined, () => {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[Invalid Date]' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (ArrayBuffer.isView(value)) return `[${value.constructor.name}: ${value.byteLength} bytes]`;
    if (value instanceof ArrayBuffer) return `[ArrayBuffer: ${value.byteLength} bytes]`;
    if (value instanceof Promise) return '[Promise]';
    if (value instanceof WeakMap || value instanceof WeakSet) return '[Weak collection]';
    return undefined;
  });
};
