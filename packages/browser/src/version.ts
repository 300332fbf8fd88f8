/** Kept equal to package.json by a test beside this file. */
export const VERSION = '0.1.0';
