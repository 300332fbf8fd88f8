import type { Client } from '@tocsin/core';
import { withClient } from '@tocsin/core/platform';

/**
 * What Node or a library calls for a client: does nothing once the capture functions are bound to another, and never
 * throws, which would be the app's next uncaught error.
 */
export const whileBound =
  <Given extends readonly unknown[]>(client: Client, work: (...given: Given) => void): ((...given: Given) => void) =>
  (...given) =>
    withClient(undefined, (active) => {
      if (active === client) work(...given);
    });
