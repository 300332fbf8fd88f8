import { attemptOr } from '../base/fences';
import { isObject, readText } from '../base/read';

/** At most this many property names go into the description of a thrown object. */
const MAX_KEYS = 10;

/** Type and value for a thrown value that is no error: a string, a number, a plain object, nothing. */
export const describeThrown = (value: unknown): { type: string; value: string } => {
  if (typeof value === 'string') return { type: 'Error', value };
  if (!isObject(value)) return { type: 'Error', value: `Thrown value: ${String(value)}` };
  const type = className(value);
  const message = readText(value, 'message');
  return { type, value: message ?? `${type} thrown, with keys: ${keysOf(value)}` };
};

const className = (value: object): string => attemptOr('Object', () => readText(value.constructor, 'name') ?? 'Object');

const keysOf = (value: object): string =>
  attemptOr('(unreadable)', () => {
    const keys = Object.keys(value).sort();
    return keys.length === 0 ? '(none)' : keys.slice(0, MAX_KEYS).join(', ') + (keys.length > MAX_KEYS ? ', …' : '');
  });
