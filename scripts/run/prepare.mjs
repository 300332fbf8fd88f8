import { build } from './build.mjs';
import { install } from './install.mjs';
import { phase } from './progress.mjs';

/** What every command needs first, as the first two of its `phases`: packages from npm, and our own built. */
export const prepare = async (/** @type {number} */ phases) => {
  await phase(`[1/${phases}] install`, install, (did) => (did ? '' : '(up to date)'));
  await phase(`[2/${phases}] build`, build, (names) => `(${names.join(', ') || 'up to date'})`);
};
