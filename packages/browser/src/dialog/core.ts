import type { captureFeedback, Client, errorHash, Scope } from '@tocsin/core';

/**
 * What the dialog needs of core, and is given. It must import none of it: where a page is bundled into one file,
 * each module that a file loaded later imports is wrapped into a function, whether that file is used or not. With
 * all of core that was 1,000 bytes in every page.
 */
export interface DialogCore {
  readonly client: Client;
  /** The outermost first. */
  readonly scopes: readonly Scope[];
  readonly errorHash: typeof errorHash;
  readonly captureFeedback: typeof captureFeedback;
}
