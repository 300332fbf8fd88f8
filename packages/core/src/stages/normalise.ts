import { attempt, attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { isErrorLike, isObject, readProperty } from '../base/read';
import { describeBuiltIn, isList, isPlain, plainPrimitive } from './plain';
import { scrubQuery } from './scrub-keys';
import type { OnFiltered, Scrubber } from './scrubber';
import { createRoom } from './text-room';
import type { Zone } from './zones';
import { ROOT_DEPTH, rootZone } from './zones';

/** Bounds of the walk; defaults in `client/options.ts`. */
export interface NormaliseOptions {
  /** Levels kept below each bag (`extra`, a context, a breadcrumb's data). */
  readonly depth: number;
  /** Entries kept of one object or array. */
  readonly breadth: number;
  /** Characters kept of one string. */
  readonly textLength: number;
  /** Bytes kept of the event as a whole, nearly; what comes after is left out. */
  readonly totalLength: number;
  /** Names an object of the platform (a DOM node, a request), or `undefined` to walk it. */
  readonly describe: (value: object) => string | undefined;
  /** Takes out secrets. */
  readonly scrubber: Scrubber;
}

/** What a walk leaves for the next one and tells on its way. */
export interface Walk {
  /** What is walked. Default: an event. */
  readonly zone?: Zone;
  /** The objects this gate has made for the event: plain, bounded, safe to read, and ours to change. */
  readonly emitted: Set<object>;
  readonly onFiltered: OnFiltered;
}

/** Stands at the end of a list that was cut. */
const ELLIPSIS = '...';

/** What a number, a word of JSON or a pair of brackets takes, in bytes, with what stands around it. */
const BARE_SIZE = 8;

/** Keys longer than this are no names. */
const MAX_KEY_LENGTH = 256;

/** Where the walk stands: the rules there, and the levels that are still allowed below. */
interface Level {
  readonly zone: Zone;
  readonly depth: number;
}

/** One walk over one event. */
interface Walker extends Walk {
  readonly options: NormaliseOptions;
  readonly ancestors: Set<object>;
  readonly room: ReturnType<typeof createRoom>;
}

/**
 * Copies an event into plain JSON values: bounded in depth, breadth and length, without cycles, with
 * a text for what JSON cannot say, and without secrets, in keys and in text. Getters and proxies
 * that throw become a marker; the app's own objects are never changed. Doing it twice changes nothing.
 */
export const normalise = (root: unknown, options: NormaliseOptions, walk: Walk): unknown => {
  const walker = { ...walk, options, ancestors: new Set<object>(), room: createRoom(options, walk.onFiltered) };
  return visit(walker, root, { zone: walk.zone ?? rootZone, depth: ROOT_DEPTH });
};

const visit = (walker: Walker, value: unknown, level: Level): unknown => {
  const { room, ancestors, options, emitted, onFiltered } = walker;
  if (typeof value === 'string') return room.text(value, level.zone);
  if (!isObject(value)) {
    const plain = plainPrimitive(value, (spelt) => options.scrubber.text(spelt, onFiltered));
    if (typeof plain === 'string') return room.text(plain, level.zone);
    room.take(BARE_SIZE);
    return plain;
  }
  const ready = emitted.has(value);
  const known = ready || isPlain(value) ? undefined : (options.describe(value) ?? describeBuiltIn(value));
  if (known !== undefined) return room.text(known, level.zone);
  if (ancestors.has(value)) return room.text('[Circular]');
  if (level.depth <= 0) return room.text(isList(value) ? '[Array]' : '[Object]');
  room.take(BARE_SIZE);
  ancestors.add(value);
  const copy = (ready && revisit(walker, value, level)) || visitObject(walker, value, level);
  ancestors.delete(value);
  return copy;
};

const visitObject = (walker: Walker, value: object, level: Level): unknown => {
  const said = attemptOr<unknown>(value, () => jsonForm(value));
  if (said !== value) return visit(walker, said, deeper(level));
  const copy = isList(value) ? visitList(walker, value, level) : visitEntries(walker, value, level);
  if (isObject(copy)) walker.emitted.add(copy);
  return copy;
};

const deeper = ({ zone, depth }: Level): Level => ({ zone, depth: depth - 1 });

const visitList = (walker: Walker, list: readonly unknown[], { zone, depth }: Level): unknown[] => {
  const { room, options } = walker;
  const copy: unknown[] = [];
  const inner = { zone, depth: depth - 1 };
  const kept = list.length > options.breadth ? options.breadth - 1 : list.length;
  for (let index = 0; index < kept && !room.isFull(); index++) copy.push(visit(walker, readProperty(list, index), inner) ?? null);
  if (copy.length < list.length) copy.push(room.text(ELLIPSIS));
  return copy;
};

const visitEntries = (walker: Walker, value: object, level: Level): unknown => {
  const { room, options } = walker;
  const found = attempt(() => entriesOf(value));
  if (!found.ok) return room.text('[Unreadable]');
  const [source, names] = found.value;
  const copy: Record<string, unknown> = {};
  const visitUnder = visitorOf(walker, level);
  let count = 0;
  for (const name of names) {
    if (count >= options.breadth || room.isFull()) break;
    const key = keyFor(walker, name, level.zone);
    if (Object.hasOwn(copy, key)) continue;
    const entry = attempt(() => source[name]);
    const child = entry.ok ? visitUnder(key, entry.value) : room.text('[Throws]');
    if (child === undefined) continue;
    room.takeText(key);
    put(copy, key, child);
    count++;
  }
  return copy;
};

/** Keys that the app makes leave like values do. */
const keyFor = ({ options, onFiltered }: Walker, name: string, zone: Zone): string => {
  const key = name.slice(0, MAX_KEY_LENGTH);
  return zone.bag ? options.scrubber.text(key, onFiltered) : key;
};

/** Visits what hangs under the keys of one object. */
const visitorOf = (walker: Walker, level: Level): ((key: string, value: unknown) => unknown) => {
  const { zone } = level;
  const others = levelUnder(walker, level, zone.below ?? zone);
  return (key, value) => {
    if (value === undefined) return undefined;
    if (isSecretIn(walker, key, zone) && !isContainer(key, value)) return filtered(walker, value);
    if (key === 'query_string' && zone.keys === 'none' && typeof value === 'string') return visit(walker, scrubParameters(walker, value), others);
    const special = zone.under?.get(key);
    return visit(walker, value, special ? levelUnder(walker, level, special) : others);
  };
};

/** A bag counts its own levels. */
const levelUnder = ({ options }: Walker, { zone, depth }: Level, below: Zone): Level => ({ zone: below, depth: below.bag && !zone.bag ? options.depth : depth - 1 });

const isSecretIn = ({ options: { scrubber } }: Walker, key: string, { keys }: Zone): boolean => keys !== 'none' && scrubber.isSecret(key, keys === 'header');

/** A container named `session` or `cookies` is walked: its own keys tell what is secret. */
const isContainer = (key: string, value: unknown): boolean => value === null || (isObject(value) && /^(session|cookies)$/i.test(key));

/** What stands for the value of a secret key, or the value itself where the app allows it. */
const filtered = ({ options, onFiltered, room }: Walker, value: unknown): string =>
  room.text(options.scrubber.underKey(typeof value === 'string' ? value : '', onFiltered));

const scrubParameters = ({ options: { scrubber }, onFiltered }: Walker, query: string): string =>
  scrubQuery(query, (name, value) => (scrubber.isSecret(name, true) ? scrubber.underKey(value, onFiltered) : undefined));

/**
 * Walks again over what an earlier walk has made, in place and without copying. `undefined` when it
 * is too wide now, or will not be changed (frozen): then it is copied like anything else.
 */
const revisit = (walker: Walker, value: Bag, level: Level): unknown => {
  if (!Object.isExtensible(value)) return undefined;
  return Array.isArray(value) ? revisitList(walker, value, level) : revisitEntries(walker, value, level);
};

const revisitList = (walker: Walker, list: unknown[], { zone, depth }: Level): unknown => {
  const { room, options } = walker;
  if (list.length > options.breadth) return undefined;
  const inner = { zone, depth: depth - 1 };
  for (let index = 0; index < list.length; index++) {
    if (room.isFull()) list.splice(index, list.length, room.text(ELLIPSIS));
    else list[index] = visit(walker, list[index], inner) ?? null;
  }
  return list;
};

const revisitEntries = (walker: Walker, value: Bag, level: Level): unknown => {
  const { room, options } = walker;
  const names = Object.keys(value);
  if (names.length > options.breadth || (level.zone.bag && names.some((name) => keyFor(walker, name, level.zone) !== name))) return undefined;
  const visitUnder = visitorOf(walker, level);
  for (const name of names) {
    if (room.isFull()) {
      Reflect.deleteProperty(value, name);
      continue;
    }
    const was = value[name];
    const now = visitUnder(name, was);
    room.take(name.length);
    if (now !== was) put(value, name, now);
  }
  return value;
};

/** Defines `__proto__`, so that it cannot reach a prototype. */
const put = (copy: Record<PropertyKey, unknown>, key: string, value: unknown): void => {
  if (key === '__proto__') Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  else copy[key] = value;
};

/** What is to be walked of an object, and its keys. Throws what the object's own traps throw. */
const entriesOf = (value: object): readonly [source: Bag, keys: readonly string[]] => {
  // As an object first: that merges keys of one spelling, and puts numbers where a second walk will find them.
  const source = value instanceof Map ? Object.fromEntries(value) : value instanceof Set ? { values: [...value] } : isObject(value) ? value : {};
  const keys = Object.keys(source);
  return [source, isErrorLike(value) ? ['name', 'message', 'stack', ...keys] : keys];
};

/** What the object says of itself through `toJSON`, when it has one. */
const jsonForm = (value: object): unknown => {
  const toJson = readProperty(value, 'toJSON');
  return typeof toJson === 'function' ? toJson.call(value) : value;
};
