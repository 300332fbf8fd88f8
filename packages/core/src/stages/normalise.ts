import { attempt, attemptOr } from '../base/fences';
import { isErrorLike, isObject, readProperty, readText } from '../base/read';
import { FILTERED, isSecretHeader, isSecretKey, scrubQuery } from './scrub-keys';
import type { Zone } from './zones';
import { zoneBelow } from './zones';

/** Bounds of the walk; defaults in `client/options.ts`. */
export interface NormaliseOptions {
  /** Levels kept below each bag (`extra`, a context, a breadcrumb's data). */
  readonly depth: number;
  /** Entries kept of one object or array. */
  readonly breadth: number;
  /** Characters kept of one string. */
  readonly textLength: number;
  /** Characters kept of all strings and keys together; what comes after is left out. */
  readonly totalLength: number;
  /** Names an object of the platform (a DOM node, a request), or `undefined` to walk it. */
  readonly describe: (value: object) => string | undefined;
}

/** Stands at the end of a list or string that was cut. */
const ELLIPSIS = '...';

/** Keys longer than this are no names. */
const MAX_KEY_LENGTH = 256;

/**
 * Copies a tree into plain JSON values: bounded in depth, breadth and length, without cycles, with
 * a text for what JSON cannot say, and with the values of secret keys filtered. Getters and proxies
 * that throw become a marker; the app's own objects are never changed. Doing it twice changes nothing.
 */
export const normalise = (root: unknown, rootIn: Zone, options: NormaliseOptions): unknown => {
  const { breadth, describe } = options;
  const ancestors = new Set<object>();
  const room = createRoom(options);
  const { text } = room;

  const visit = (value: unknown, zone: Zone): unknown => {
    if (!isObject(value)) {
      const plain = plainPrimitive(value);
      return typeof plain === 'string' ? text(plain) : plain;
    }
    const known = describe(value) ?? describeBuiltIn(value);
    if (known !== undefined) return text(known);
    if (ancestors.has(value)) return text('[Circular]');
    if (zone.depth <= 0) return text(isList(value) ? '[Array]' : '[Object]');
    ancestors.add(value);
    const said = attemptOr<unknown>(value, () => jsonForm(value));
    const copy = said !== value ? visit(said, deeper(zone)) : isList(value) ? visitList(value, zone) : visitEntries(value, zone);
    ancestors.delete(value);
    return copy;
  };

  const deeper = (zone: Zone): Zone => ({ ...zone, depth: zone.depth - 1 });

  const visitList = (list: readonly unknown[], zone: Zone): unknown[] => {
    const copy: unknown[] = [];
    const kept = list.length > breadth ? breadth - 1 : list.length;
    for (let index = 0; index < kept && !room.isFull(); index++) copy.push(visit(readProperty(list, index), deeper(zone)) ?? null);
    if (copy.length < list.length) copy.push(text(ELLIPSIS));
    return copy;
  };

  const visitEntries = (value: object, zone: Zone): unknown => {
    const found = attempt(() => entriesOf(value));
    if (!found.ok) return text('[Unreadable]');
    const copy = new Map<string, unknown>();
    for (const [name, read] of found.value) {
      if (copy.size >= breadth || room.isFull()) break;
      const key = name.slice(0, MAX_KEY_LENGTH);
      if (copy.has(key)) continue;
      const entry = attempt(read);
      const child = entry.ok ? visitUnder(key, entry.value, zone) : text('[Throws]');
      if (child === undefined) continue;
      room.take(key.length);
      copy.set(key, child);
    }
    // fromEntries defines properties, so that a key `__proto__` cannot reach a prototype.
    return Object.fromEntries(copy);
  };

  const visitUnder = (key: string, value: unknown, zone: Zone): unknown => {
    if (value === undefined) return undefined;
    if (isSecretIn(zone, key, value)) return text(FILTERED);
    if (zone.keys === 'skeleton' && key === 'query_string' && typeof value === 'string') return text(scrubQuery(value));
    return visit(value, zoneBelow(zone, key, options.depth));
  };

  return visit(root, rootIn);
};

/** `Array.isArray` throws for a revoked proxy. */
const isList = (value: object): value is readonly unknown[] => attemptOr(false, () => Array.isArray(value));

/** Whether the value under a key is to be filtered. A container named `session` or `cookies` is walked: its own keys tell what is secret. */
const isSecretIn = ({ keys }: Zone, key: string, value: unknown): boolean => {
  if (value === null || (isObject(value) && /^(session|cookies)$/i.test(key))) return false;
  return (keys === 'free' && isSecretKey(key)) || (keys === 'header' && isSecretHeader(key));
};

/** Room for the text of one event: what is emitted takes from it, and once it is full nothing more is begun. */
const createRoom = ({ textLength, totalLength }: NormaliseOptions) => {
  let left = totalLength;
  const take = (length: number): void => {
    left -= length;
  };
  return {
    take,
    isFull: () => left <= 0,
    /** The text as far as it may be emitted. */
    text(value: string): string {
      const kept = value.length > textLength ? value.slice(0, textLength - ELLIPSIS.length) + ELLIPSIS : value;
      take(kept.length);
      return kept;
    },
  };
};

/** JSON has no word for these; `undefined` leaves the key out. */
const plainPrimitive = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : `[${value}]`; // JSON has no -0 either
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return value.toString();
  return value;
};

/** A text for built-in objects whose properties say nothing. */
const describeBuiltIn = (value: object): string | undefined => {
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

type Entries = Iterable<readonly [key: string, read: () => unknown]>;

/** What is to be walked of an object, each value still unread. Throws what the object's own traps throw. */
const entriesOf = (value: object): Entries => {
  // As an object first: that merges keys of one spelling, and puts numbers where a second walk will find them.
  if (value instanceof Map) return Object.entries(Object.fromEntries(value)).map(([key, entry]) => [key, () => entry] as const);
  if (value instanceof Set) return [['values', () => [...value]] as const];
  const own = isErrorLike(value) ? ['name', 'message', 'stack', ...Object.keys(value)] : Object.keys(value);
  return own.map((key) => [key, () => (isObject(value) ? value[key] : undefined)] as const);
};

/** What the object says of itself through `toJSON`, when it has one. */
const jsonForm = (value: object): unknown => {
  const toJson = readProperty(value, 'toJSON');
  return typeof toJson === 'function' ? toJson.call(value) : value;
};
