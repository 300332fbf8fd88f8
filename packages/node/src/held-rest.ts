/**
 * Opens the files that a start leaves unread, so that they can be read whatever becomes of them and of the process until
 * the program's first turns are over. Here all is one file; `scripts/press/held.mjs` puts what does it into the
 * package for Node, which is several.
 */
export const holdRest = (): void => undefined;
