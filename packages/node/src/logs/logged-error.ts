import { types } from 'node:util';
import { attemptOr } from '@tocsin/core/platform';

/** An object of which nothing is known. */
export type Bag = Readonly<Record<PropertyKey, unknown>>;

/** Whether a value is an error, of this realm or of another. */
export const isError = (value: unknown): value is Error => attemptOr(false, () => types.isNativeError(value) || value instanceof Error);

/** Whether a value is an object that may be read as a bag of properties. */
export const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && attemptOr(false, () => !Array.isArray(value));

/**
 * The error that a logger has handed on: itself, or made again of the `stack`, `message` and `type` or
 * `name` that serialisers leave of one. `undefined` for everything else.
 */
export const loggedError = (value: unknown): Error | undefined => {
  if (isError(value)) return value;
  if (!isBag(value)) return undefined;
  return attemptOr(undefined, () => {
    const { stack, message, type, name, code, cause } = value;
    if (typeof stack !== 'string' || typeof message !== 'string') return undefined;
    return Object.assign(new Error(message, { cause: loggedError(cause) }), { stack, name: nameOf(type ?? name, stack), ...(code !== undefined && { code }) });
  });
};

/** Where nobody has kept it, it begins the stack. */
const nameOf = (name: unknown, stack: string): string => (typeof name === 'string' && name !== '' ? name : (/^[\w$.]+(?=:|\n)/.exec(stack)?.[0] ?? 'Error'));

/** Properties that an error tells itself. */
const TOLD: readonly string[] = ['stack', 'message', 'name', 'type', 'code', 'cause'];

/** What a bag of a logger's holds: the first error in it, and the other properties. */
export interface Sorted {
  readonly error: Error | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Takes a logger's bag apart; what the logger says of itself, under the names in `known`, is left out. */
export const sortBag = (bag: Bag, known: readonly string[]): Sorted => {
  let error = loggedError(bag);
  const skipped = error ? [...known, ...TOLD] : known;
  const attributes: Record<string, unknown> = {};
  for (const key of attemptOr<readonly string[]>([], () => Object.keys(bag))) {
    if (skipped.includes(key)) continue;
    const value = attemptOr(undefined, () => bag[key]);
    const found = error === undefined ? loggedError(value) : undefined;
    if (found) error = found;
    else if (value !== error) attributes[key] = value;
  }
  return { error, attributes };
};
