import { getClient } from '@tocsin/core';
import { reportToStderr } from '../report';
import { usableOptions } from './fitting';
import type { Kind } from './kinds';
import { call, flag } from './kinds';

/** What an option of an adapter may be: what `typeof` says of it. */
export type AdapterOptionKind = 'boolean' | 'function';

const kinds: Readonly<Record<AdapterOptionKind, Kind>> = { boolean: flag, function: call };

/**
 * For adapters: the options that `name` was given, as far as they can be used. One that does not fit is left out, one
 * that is not in `expected` is ignored, and a line (T1003) says so; before `init`, on stderr.
 */
export const adapterOptions = <T extends object>(name: string, given: unknown, expected: Readonly<Record<keyof T & string, AdapterOptionKind>>): Partial<T> => {
  const wanted = Object.entries<AdapterOptionKind>(expected).map(([option, kind]) => [option, kinds[kind]]);
  // What it is, is looked at there.
  return usableOptions(given as T, Object.fromEntries(wanted), { name: `${name}()`, report: getClient()?.report ?? reportToStderr });
};
