import { types } from 'node:util';
import { attemptOr } from '@tocsin/core/platform';
import type { Bag } from '../bag';
import { isBag } from '../bag';

/** Whether a value is an error, of this realm or of another. */
export const isError = (value: unknown): value is Error => attemptOr(false, () => types.isNativeError(value) || value instanceof Error);

/**
 * The error that a logger has handed on: itself, or made again of the `stack`, `message` and `type` or
 * `name` that serialisers leave of one. `undefined` for everything else.
 */
const loggedError = (value: unknown): Error | undefined => {
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

/** An error that was written into a text, and the text without its frames. */
interface Written {
  readonly error: Error;
  readonly message: string;
}

/** Characters before the first frame among which the error's name is looked for: a text may have any length. */
const MAX_HEAD = 8192;

/**
 * The error whose stack somebody has put into a text: the app itself (`log.error(error.stack)`), or a logger that
 * makes text of its arguments before it hands them on. Names are known by how they end.
 */
export const writtenError = (text: string): Written | undefined => {
  const frames = /(?:\n +at [^\n]+)+/.exec(text);
  if (!frames) return undefined;
  const named = /\b([\w$.]{0,100}(?:Error|Exception))(?: \[\w+\])?(?:: ([^]*))?$/.exec(text.slice(Math.max(0, frames.index - MAX_HEAD), frames.index));
  if (!named) return undefined;
  const [head, name, message = ''] = named;
  const error = loggedError({ name, message, stack: `${head}${frames[0]}` });
  return error && { error, message: text.replace(frames[0], () => '') };
};

/** Properties that an error tells itself. */
const TOLD: readonly string[] = ['stack', 'message', 'name', 'type', 'code', 'cause'];

/** What a bag of a logger's holds: the first error in it, and the other properties. */
export interface Sorted {
  readonly error: Error | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Takes a logger's bag apart; what the logger says of itself, under the names in `known`, is left out. Where the line has an error already, others are attributes. */
export const sortBag = (bag: Bag, known: readonly string[], given?: Error): Sorted => {
  let error = given ?? loggedError(bag);
  const skipped = error && error !== given ? [...known, ...TOLD] : known;
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
