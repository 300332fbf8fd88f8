import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { isObject } from '../base/read';
import type { OnFiltered } from './scrubber';
import { LONGEST_ESCAPE, PUNCTUATION } from './text-room';

/** Goes with a walk, and knows what an earlier one emitted at each place. */
export interface Trail {
  /** What is visited next stands under this key. */
  at(key: PropertyKey): void;
  /** Begins with an object. The answer is what the walk may emit without looking into it; `undefined` where it must look. */
  enter(value: object): unknown;
}

type Count = (emitted: unknown, bytes: number) => void;

/** A walk that goes where an earlier one went. */
interface LaterWalk {
  readonly onFiltered: OnFiltered;
  /** What an earlier walk of the same event emitted. */
  readonly before?: unknown;
}

/** Knows what need not be walked: it was before, or is as an earlier walk has left it. */
export interface WalkMemory {
  /** For one walk. `ancestors` are the objects that it is in; `count` hears what is emitted, and the bytes of that, at most. */
  follow(walk: LaterWalk, ancestors: readonly unknown[], count: Count): Trail;
}

/** What is known to come out of a walk. */
export interface Known {
  /** Plain JSON that nobody changes. */
  readonly whole: object;
  readonly json: string;
  /** By which rules something was taken out, once for each time: it is told with each event. */
  readonly rules: readonly string[];
}

/** {@link WalkMemory.follow} by what is known. */
export const followBy =
  (known: WeakMap<object, Known>): WalkMemory['follow'] =>
  ({ before: root, onFiltered }, ancestors, count) => {
    /** What stood where the ancestors are. */
    const path: unknown[] = [];
    let next = root;
    return {
      at(key) {
        const before = path[ancestors.length - 1];
        next = isObject(before) && Object.hasOwn(before, key) ? before[key] : undefined;
      },
      enter(value) {
        const before = next;
        next = undefined;
        path[ancestors.length - 1] = before;
        const found = known.get(value);
        // Of a whole event most hooks change something. What cannot be read is not as it was.
        const bytes = found?.json.length ?? (before !== undefined && ancestors.length > 1 ? attemptOr(0, () => sizeIfSame(value, before)) : 0);
        if (bytes === 0) return undefined;
        const whole = found?.whole ?? before;
        found?.rules.forEach((rule) => onFiltered(rule));
        count(whole, bytes);
        return whole;
      },
    };
  };

/**
 * Bytes, at most, of what is as it was `before`, which is plain JSON of ours; 0 when it is not. Loops of the
 * plainest kind: all of an event comes by here when a hook has seen it.
 */
const sizeIfSame = (value: unknown, before: unknown): number => {
  if (!isObject(before)) return value === before ? mostOf(before) : 0;
  // A map shows no keys.
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.getPrototypeOf(before)) return 0;
  return Array.isArray(before) ? sizeOfList(value, before) : sizeOfEntries(value, before);
};

const sizeOfList = (value: Bag, before: readonly unknown[]): number => {
  let size = PUNCTUATION;
  for (let at = 0; at < before.length; at++) {
    const bytes = sizeIfSame(value[at], before[at]);
    if (!bytes) return 0;
    size += bytes;
  }
  return value['length'] === before.length ? size : 0;
};

const sizeOfEntries = (value: Bag, before: Bag): number => {
  let size = PUNCTUATION;
  let keys = 0;
  for (const key in before) {
    const bytes = sizeIfSame(value[key], before[key]);
    if (!bytes) return 0;
    size += bytes + mostOf(key);
    keys++;
  }
  for (const _key in value) keys--;
  return keys ? 0 : size;
};

/** Characters of the longest number, `-1.2345678901234567e-123`, and of all else that is no text. */
const LONGEST_NUMBER = 24;

const mostOf = (value: unknown): number => (typeof value === 'string' ? LONGEST_ESCAPE * value.length : LONGEST_NUMBER) + PUNCTUATION;
