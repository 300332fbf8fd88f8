import { getClient } from '@tocsin/core';
import type { Part } from '@tocsin/core/platform';

/** What was thrown through functions of ours in this task, the newest last. Each in a list of one, because it may be `undefined`. */
type Passing = (readonly [thrown: unknown])[];

const createPassing = (): Passing & Part => [];

/** Of the client that the capture functions are bound to: the one for which a callback was wrapped may be closed. */
export const passing = (): Passing => getClient()?.part(createPassing) ?? [];

/**
 * Remembers what is thrown through a function of ours until the task is over. Browsers tell of what nobody has caught
 * before that, but where our file is one of those whose errors they hide, they do not tell what it was; and what has no
 * stack they place where it was thrown last, in our file.
 */
export const letPass = async (thrown: unknown): Promise<void> => {
  passing().push([thrown]);
  await Promise.resolve();
  passing().pop();
};
