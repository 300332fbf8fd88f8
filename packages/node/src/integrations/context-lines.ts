import type { Integration } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';
import { nodeRuntimeOf } from '../runtime';

/** Options of {@link contextLinesIntegration}. */
export interface ContextLinesOptions {
  /** Lines on either side of the call, 0 to 50. Default 5, what servers show. */
  readonly frameContextLines?: number | undefined;
}

/** What servers show. */
const CONTEXT_LINES = 5;

/** More than anybody reads of one frame. */
const MAX_CONTEXT_LINES = 50;

/** Lines of source around each frame of a stack: of files up to a megabyte that no minifier wrote. They are scrubbed like all text. */
export const contextLinesIntegration = (options?: ContextLinesOptions): Integration => ({
  name: 'ContextLines',
  setup(client) {
    const { frameContextLines: lines = CONTEXT_LINES } = copyBag(options);
    const usable = typeof lines === 'number' && lines >= 0 && lines <= MAX_CONTEXT_LINES;
    if (!usable) client.report({ code: 'T1003', detail: `frameContextLines must be a number from 0 to ${MAX_CONTEXT_LINES}` });
    return client.part(nodeRuntimeOf)?.contextLines?.show(usable ? lines : CONTEXT_LINES);
  },
});
