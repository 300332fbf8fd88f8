import { readFileSync } from 'node:fs';
import { attemptOr } from '@tocsin/core/platform';

/**
 * How many files and sockets this process may have open at a time, as Linux tells; `undefined` where nobody does. Some
 * have 64, and Node itself takes some twenty: then what we open, the app cannot.
 */
export const fileLimit = (path?: string): number | undefined => limitOf('open files', path);

/** How many bytes of addresses this process may have, likewise (`ulimit -v`). */
export const addressSpace = (path?: string): number | undefined => limitOf('address space', path);

const limitOf = (what: string, path = '/proc/self/limits'): number | undefined =>
  attemptOr(undefined, () => {
    const [, limit] = new RegExp(`^Max ${what} +(\\d+)`, 'm').exec(readFileSync(path, 'latin1')) ?? [];
    return limit === undefined ? undefined : Number(limit);
  });
