/** Kept equal to package.json by a test beside this file: reading the file at run time would break bundlers. */
export const VERSION = '0.1.0';

/** How we say who we are to whoever takes our requests. */
export const CLIENT = `tocsin.javascript.node/${VERSION}`;
