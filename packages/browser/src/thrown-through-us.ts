import { getClient } from '@tocsin/core';
import type { Part } from '@tocsin/core/platform';

/** What was thrown through functions of ours in this task, the newest last. Each in a list of one, because it may be `undefined`. */
type Thrown = (readonly [thrown: unknown])[];

const createThrown = (): Thrown & Part => [];

/** See {@link rememberThrown}. Kept for the client that the capture functions are bound to: the one for which a callback was wrapped may be closed. */
export const thrownThroughUs = (): Thrown => getClient()?.part(createThrown) ?? [];

/**
 * Remembers what is thrown through a function of ours until the task is over. Before that browsers tell of it, if nobody has
 * caught it. But where our file is one of those whose errors they hide, they do not tell what it was; and what has no stack
 * they say was thrown in our file, where it was thrown last.
 */
export const rememberThrown = async (thrown: unknown): Promise<void> => {
  thrownThroughUs().push([thrown]);
  await Promise.resolve();
  thrownThroughUs().pop();
};
