import { getClient } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import type { Kind } from '../options/kinds';
import { call } from '../options/kinds';

/** Whether a call was given what it takes; if not, one line says so. Nobody hears it where nothing is initialised. */
export const takes = (name: string, value: unknown, { must, fits }: Kind): boolean => {
  const isFine = attemptOr(false, () => fits(value));
  if (!isFine) getClient()?.report({ code: 'T1012', detail: `${name}() must be given ${must}` });
  return isFine;
};

/** A text that stands where an object belongs, as that object's message. */
export const messageOf = (given: unknown): { readonly message: string } | undefined => (typeof given === 'string' && given !== '' ? { message: given } : undefined);

/** What came of a call that runs a function of the app's; `undefined` where it was given none. */
export const running = <T>(name: string, body: unknown, run: () => T): T => (takes(name, body, call) ? run() : (undefined as T)); // what a function that is not there answers
