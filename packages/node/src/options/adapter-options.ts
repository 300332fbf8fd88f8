import { getClient } from '@tocsin/core';
import { reportToStderr } from '../report';
import { usableOptions } from './fitting';
import { call, flag } from './kinds';

/** By what `typeof` says. */
const kinds = { boolean: flag, function: call };

/** For adapters: what can be used of the options of `name`. What does not fit, or is not `expected`, is told (T1003); before `init`, too. */
export const adapterOptions = <T extends object>(name: string, given: unknown, expected: Readonly<Record<keyof T & string, 'boolean' | 'function'>>): Partial<T> => {
  const wanted = Object.entries<keyof typeof kinds>(expected).map(([option, kind]) => [option, kinds[kind]]);
  // What it is, is looked at there.
  return usableOptions(given as T, Object.fromEntries(wanted), { name: `${name}()`, report: getClient()?.report ?? reportToStderr });
};
