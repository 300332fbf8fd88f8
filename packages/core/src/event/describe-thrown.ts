import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { isErrorLike, isObject, ownKeys, readProperty, readText } from '../base/read';

/** At most this many property names go into the description of a thrown object. */
const MAX_KEYS = 10;

/** `type` of a DOM event; its own keys say only `isTrusted`. */
const eventKind = (value: unknown): string | undefined => (typeof readProperty(value, 'preventDefault') === 'function' ? readText(value, 'type') : undefined);

/** Type and value for anything that was thrown: an error, a string, a number, an event, a plain object, nothing. */
export const describeThrown = (value: unknown): { type: string; value: string } => {
  const message = typeof value === 'string' ? value : readText(value, 'message');
  if (isErrorLike(value)) return { type: readText(value, 'name') ?? 'Error', value: message ?? '' };
  if (!isObject(value)) return { type: 'Error', value: message ?? `Thrown value: ${String(value)}` };
  const type = readText(readProperty(value, 'constructor'), 'name') ?? 'Object';
  const kind = eventKind(value);
  return { type, value: message ?? (kind ? `Event of type ${kind}` : `${type} thrown, with keys: ${keysOf(value)}`) };
};

const keysOf = (value: Bag): string =>
  attemptOr('(unreadable)', () => {
    const keys = ownKeys(value).sort();
    return keys.slice(0, MAX_KEYS).join(', ') + (keys.length > MAX_KEYS ? ', …' : '') || '(none)';
  });

/**
 * The error inside what browsers and libraries hand over in its place: `ErrorEvent.error`,
 * `PromiseRejectionEvent.reason`, `CustomEvent.detail.reason` (as Bluebird and others do). What holds
 * no error is the answer itself.
 */
export const unwrapThrown = (value: unknown): unknown => {
  if (isErrorLike(value)) return value;
  const inside = [readProperty(value, 'error'), readProperty(value, 'reason'), readProperty(readProperty(value, 'detail'), 'reason')];
  // An event says what it carries; of other objects only a real error inside is more than the object itself.
  return inside.find(isErrorLike) ?? (eventKind(value) && inside.find((part) => part !== undefined && part !== null)) ?? value;
};
