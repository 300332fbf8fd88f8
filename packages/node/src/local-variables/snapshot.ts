import { types } from 'node:util';
import { attempt, attemptOr } from '@tocsin/core/platform';

/** Levels below a variable that are read: variables are to explain, not to store. */
const MAX_DEPTH = 2;

/** Entries that are read of one object or list. */
const MAX_ENTRIES = 20;

/** Characters that are read of one text or name. */
const MAX_TEXT = 1024;

/** Characters of everything together; what comes later is only named. An event has other things to tell, too. */
const ROOM = 20_000;

/** Nearly every list of headers holds one; by it the scrubber knows that names and values take turns. */
const USUAL_HEADER = /^(?:host|:authority|user-agent|accept|content-length|date)$/i;

/** Headers among which it is looked for: as many as Node takes. */
const MAX_HEADERS = 2000;

/** Reads what the variables of one error hold. */
export interface Snapshots {
  /** The first own keys of an object as plain data of bounded size, but for those that nobody `wants`. */
  readonly recordOf: (value: object, wants?: (key: string) => boolean) => Record<string, unknown>;
}

/**
 * Plain data of what live objects hold at this moment. Nothing of the app's runs: getters stay unread and proxies
 * untouched. What it reads is scrubbed with the event.
 */
export const createSnapshots = (): Snapshots => {
  let room = ROOM;

  const spend = (text: string): string => {
    room -= text.length;
    return text;
  };

  const read = (value: unknown, depth: number): unknown => {
    if (room <= 0) return '…';
    if (typeof value === 'string') return spend(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);
    if (typeof value === 'function') return spend(`[Function: ${textAt(value, 'name') || 'anonymous'}]`);
    if (value === undefined) return '[undefined]';
    if (typeof value === 'bigint' || typeof value === 'symbol') return spend(String(value).slice(0, MAX_TEXT));
    if (typeof value !== 'object' || value === null) return value;
    const description = describe(value);
    return description === undefined ? entriesOf(value, depth) : spend(description);
  };

  const entriesOf = (value: object, depth: number): unknown => {
    if (depth === 0) return Array.isArray(value) ? '[Array]' : '[Object]';
    if (types.isMap(value)) return mapOf(value, depth);
    if (types.isSet(value)) return firstOf(Set.prototype.values.call(value)).map((each) => read(each, depth - 1));
    if (Array.isArray(value)) return cutList(value, (at) => readAt(value, at, depth - 1), () => room <= 0);
    return recordAt(value, depth - 1);
  };

  /** By the name that it has in the map a secret is known, as in an object. */
  const mapOf = (value: Map<unknown, unknown>, depth: number): unknown => {
    const pairs: readonly (readonly [key: unknown, value: unknown])[] = firstOf(Map.prototype.entries.call(value));
    const named = pairs.map(([key, each]) => (typeof key === 'string' ? { [spend(key.slice(0, MAX_TEXT))]: read(each, depth - 1) } : [read(key, depth - 1), read(each, depth - 1)]));
    return named.some(Array.isArray) ? named : Object.assign({}, ...named);
  };

  /**
   * A property, unless it takes code of the app's to read it. The inspector throws for a `const` or `let` without a
   * value yet, as in `const rate = rates.standard` when that very line fails.
   */
  const readAt = (value: object, key: string, depth: number): unknown => {
    const seen = attempt(() => Object.getOwnPropertyDescriptor(value, key));
    if (!seen.ok) return '[not set yet]';
    const property = seen.value;
    return property && !('value' in property) ? '[Getter]' : read(property?.value, depth);
  };

  const recordAt = (value: object, depth: number, wants: (key: string) => boolean = () => true): Record<string, unknown> => {
    const keys = Object.keys(value).filter(wants).slice(0, MAX_ENTRIES);
    return Object.fromEntries(keys.map((key) => [spend(key.slice(0, MAX_TEXT)), readAt(value, key, depth)]));
  };

  return { recordOf: (value, wants) => recordAt(value, MAX_DEPTH, wants) };
};

/** Objects that hold nothing to show, or nothing that could be shown safely. */
const describe = (value: object): string | undefined => {
  if (types.isProxy(value)) return '[Proxy]';
  if (types.isNativeError(value)) return `[Error: ${textAt(value, 'message').slice(0, MAX_TEXT)}]`;
  if (types.isDate(value)) return attemptOr('Invalid Date', () => Date.prototype.toISOString.call(value));
  if (types.isRegExp(value)) return '[RegExp]';
  if (types.isPromise(value)) return '[Promise]';
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[binary data, ${value.byteLength} bytes]`;
  return undefined;
};

/** What tells the scrubber of headers comes first, wherever the list is cut, and no name stands where a value should. */
const cutList = (value: readonly unknown[], readAt: (at: string) => unknown, isFull: () => boolean): unknown[] => {
  const first = usualHeaderIn(value);
  const list: unknown[] = [];
  for (let place = 0; place < Math.min(value.length, MAX_ENTRIES); place++) {
    if (isFull() && place % 2 === 0) break;
    list.push(readAt(String(place < 2 ? first + place : place - (place < first + 2 ? 2 : 0))));
  }
  return list;
};

/** Where it stands in a list of names and values by turns; in others at the beginning. */
const usualHeaderIn = (list: readonly unknown[]): number => {
  if (textAt(list, '0') === '') return 0;
  for (let at = 0; at < Math.min(list.length - 1, 2 * MAX_HEADERS); at += 2) if (USUAL_HEADER.test(textAt(list, String(at)))) return at;
  return 0;
};

const firstOf = <T>(all: Iterable<T>): T[] => {
  const first: T[] = [];
  for (const each of all) if (first.push(each) >= MAX_ENTRIES) break;
  return first;
};

const textAt = (value: object, key: string): string => {
  const text: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  return typeof text === 'string' ? text : '';
};
