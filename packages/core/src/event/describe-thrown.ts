import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { isErrorLike, isObject, ownKeys, readProperty, readText } from '../base/read';

/** At most this many property names go into the description of a thrown object. */
const MAX_KEYS = 10;

/** Type and value for a thrown value that is no error: a string, a number, an event, a plain object, nothing. */
export const describeThrown = (value: unknown): { type: string; value: string } => {
  if (typeof value === 'string') return { type: 'Error', value };
  if (!isObject(value)) return { type: 'Error', value: `Thrown value: ${String(value)}` };
  const type = className(value);
  const said = readText(value, 'message') ?? eventKind(value);
  return { type, value: said ?? `${type} thrown, with keys: ${keysOf(value)}` };
};

/**
 * The error inside what browsers and libraries hand over in its place: `ErrorEvent.error`,
 * `PromiseRejectionEvent.reason`, `CustomEvent.detail.reason` (as Bluebird and others do). What holds
 * no error is the answer itself.
 */
export const unwrapThrown = (value: unknown): unknown => {
  if (!isObject(value) || isErrorLike(value)) return value;
  const inside = [readProperty(value, 'error'), readProperty(value, 'reason'), readProperty(readProperty(value, 'detail'), 'reason')];
  const isEvent = typeof readProperty(value, 'type') === 'string' && typeof readProperty(value, 'preventDefault') === 'function';
  // An event says what it carries; of other objects only a real error inside is more than the object itself.
  return (isEvent ? inside.find((part) => part !== undefined && part !== null) : inside.find(isErrorLike)) ?? value;
};

/** `type` of a DOM event; its own keys say only `isTrusted`. */
const eventKind = (value: object): string | undefined => {
  const kind = readText(value, 'type');
  return kind !== undefined && typeof readProperty(value, 'preventDefault') === 'function' ? `Event of type ${kind}` : undefined;
};

const className = (value: object): string => attemptOr('Object', () => readText(value.constructor, 'name') ?? 'Object');

const keysOf = (value: Bag): string =>
  attemptOr('(unreadable)', () => {
    const keys = [...ownKeys(value)].sort();
    return keys.length === 0 ? '(none)' : keys.slice(0, MAX_KEYS).join(', ') + (keys.length > MAX_KEYS ? ', …' : '');
  });
