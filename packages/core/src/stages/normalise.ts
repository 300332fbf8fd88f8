import { attemptElse, readOr } from '../base/fences';
import type { Bag } from '../base/read';
import { isObject, markerOf } from '../base/read';
import { describeBuiltIn, isPlain, keysOf, sourceOf } from './plain';
import type { ScrubNeighbours } from './scrub-neighbours';
import type { OnFiltered, Scrubber } from './scrubber';
import { createRoom, ELLIPSIS } from './text-room';
import type { WalkMemory } from './trail';
import type { Zone } from './zones';
import { eventZone, ours } from './zones';

/** Bounds of the walk; the first three are options of the client. */
export interface NormaliseOptions {
  /** Levels kept below each bag (`extra`, a context, a breadcrumb's data). */
  readonly normalizeDepth: number;
  /** Entries kept of one object or list. */
  readonly normalizeMaxBreadth: number;
  /** Characters kept of one string. */
  readonly maxValueLength: number;
  /** Bytes kept of the whole, as ASCII JSON: when they are full, what was begun is brought to an end and the rest is left out. */
  readonly totalLength: number;
  /** Names an object of the platform (a DOM node, a request), or `undefined` to walk it. */
  readonly describe: (value: object) => string | undefined;
  /** Takes out secrets. */
  readonly scrubber: Scrubber;
  /** Takes out secrets that only their neighbours tell, where the platform has room for it; see `serverNeighbours`. */
  readonly beside?: ScrubNeighbours | undefined;
  /** Knows what need not be walked; may be absent. */
  readonly memory?: WalkMemory | undefined;
}

/** What is said of one walk. */
export interface Walk {
  /** What is walked. Default: an event. */
  readonly zone?: Zone;
  readonly onFiltered: OnFiltered;
  /** What an earlier walk has made of it, for the memory. */
  readonly before?: unknown;
}

/** Levels of the event itself: beyond any event of ours; it ends a hostile tree. */
const ROOT_DEPTH = 12;

/**
 * Entries that one walk is told of before what lies below the first level of a bag is only named by its kind. To ask an object
 * for its keys takes as long as it has many, however few are kept, and it may have as many at each level.
 */
const MAX_LOOKED_AT = 1_000_000;

/** The same for the bags and the event's own parts, which are given up last. */
const MAX_LOOKED_AT_IN_ALL = 3_000_000;

/** Stands for what the app's own code would not show. */
const THROWS = '[Throws]';

/**
 * Copies an event into plain JSON values: bounded in depth, breadth and length, without cycles, with
 * a text for what JSON cannot say, and without secrets, in keys and in text. Getters and proxies
 * that throw become a marker; the app's own objects are never changed. Doing it twice changes nothing.
 */
export const normalise = (root: unknown, options: NormaliseOptions, walk: Walk): unknown => {
  const { normalizeMaxBreadth: breadth, describe, memory } = options;
  const { text, keyText, secretAt, primitive, count, isFull } = createRoom(options, walk.onFiltered);
  const ancestors: unknown[] = [];
  let lookedAt = 0;
  const trail = memory?.follow(walk, ancestors, count);

  const visit = (value: unknown, zone: Zone, depth: number): unknown => {
    if (typeof value === 'string') return text(value, zone);
    if (!isObject(value)) return primitive(value, zone);
    if (ancestors.includes(value)) return text('[Circular]', ours);
    ancestors.push(value);
    // What throws is the app's own: a trap of a proxy, a `toJSON`, an iterator.
    const made = attemptElse(() => trail?.enter(value) ?? visitObject(value, zone, depth), () => text(THROWS, ours));
    ancestors.pop();
    return made;
  };

  const visitObject = (value: Bag, zone: Zone, depth: number): unknown => {
    const known = isPlain(value) ? undefined : (describe(value) ?? describeBuiltIn(value));
    if (known !== undefined) return text(known, zone);
    const { toJSON } = value;
    // What also a list of ours has, a library of old has given to all lists, or all objects, to make text of them.
    if (typeof toJSON === 'function' && toJSON !== ([] as { toJSON?: unknown }).toJSON && depth >= 0) return visit(toJSON.call(value), zone, depth - 1);
    if (depth <= 0 || lookedAt >= (depth < options.normalizeDepth ? MAX_LOOKED_AT : MAX_LOOKED_AT_IN_ALL)) return text(markerOf(value), zone);
    count('');
    const copy = Array.isArray(value) ? visitList(value, zone, depth - 1) : visitEntries(sourceOf(value, breadth), zone, depth);
    options.beside?.(copy, zone, walk.onFiltered);
    return copy;
  };

  const visitList = (list: readonly unknown[], zone: Zone, depth: number): unknown[] => {
    const copy: unknown[] = [];
    for (const most = list.length > breadth ? breadth - 1 : list.length; copy.length < most && !isFull(); copy.push(visit(list[copy.length], zone, depth) ?? null)) trail?.at(copy.length);
    if (copy.length < list.length) copy.push(text(ELLIPSIS, ours));
    return copy;
  };

  const visitEntries = (source: Bag, zone: Zone, depth: number): unknown => {
    const { under = {}, below = zone, levels = options.normalizeDepth } = zone;
    const copy: Record<string, unknown> = {};
    const names = keysOf(source);
    lookedAt += names.length;
    if (names.length === 0 && !isPlain(source)) return text(markerOf(source), zone); // it says at least what it is
    for (const name of names.slice(0, breadth)) {
      if (isFull()) break;
      const key = keyText(name, zone);
      trail?.at(name);
      const value = readOr(THROWS, source, name);
      const inner = (Object.hasOwn(under, key) && under[key]) || below;
      const child = secretAt(key, value, zone) ?? visit(value, inner, inner.keys && inner !== zone ? levels : depth - 1);
      if (child === undefined || key === '__proto__') continue; // the one that reaches a prototype
      count(key);
      copy[key] = child;
    }
    return copy;
  };

  return visit(root, walk.zone ?? eventZone, ROOT_DEPTH);
};
