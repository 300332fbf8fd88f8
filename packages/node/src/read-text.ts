import { readFileSync, statSync } from 'node:fs';
import { attemptOr } from '@tocsin/core/platform';

/** A larger file is nobody's manifest, nor what says where a repository stands, bytes. */
const MAX_TEXT = 2_000_000;

/**
 * What stands in a file of at most `most` bytes; `undefined` where there is none, or nothing in it. A name may lead to
 * anything: who reads from a device, a pipe or a file of the kernel's (which has no size) may wait for ever.
 */
export const readText = (path: string, most = MAX_TEXT): string | undefined =>
  attemptOr<string | undefined>(undefined, () => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() && stats.size > 0 && stats.size <= most ? readFileSync(path, 'utf8') : undefined;
  });
