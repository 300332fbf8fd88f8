import { build } from './build.mjs';
import { install } from './install.mjs';

/** What every command needs first, as the first two of its `phases`: packages from npm, and our own built. */
export const prepare = async (/** @type {number} */ phases) => {
  await install(`[1/${phases}] install`);
  await build(`[2/${phases}] build`);
};
