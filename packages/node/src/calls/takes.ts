import { getClient } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import type { Kind } from '../options/kinds';

/** Says what was wrong with a call. Nobody hears it where nothing is initialised. */
export const tell = (detail: string): void => getClient()?.report({ code: 'T1012', detail });

/** Whether a call was given what it takes; if not, one line says so. */
export const takes = (name: string, value: unknown, { must, fits }: Kind): boolean => {
  const isFine = attemptOr(false, () => fits(value));
  if (!isFine) tell(`${name}() must be given ${must}`);
  return isFine;
};

/** A text that stands where an object belongs, as that object's message. */
export const messageOf = (given: unknown): { readonly message: string } | undefined => (typeof given === 'string' && given !== '' ? { message: given } : undefined);

/** What a function that is not there answers. */
export const NOTHING = undefined as never; // who calls with none has no type for it
