import type { Integration } from '@tocsin/core';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { upTo } from '../options/kinds';
import { nodeRuntimeOf } from '../runtime';

/** Options of {@link contextLinesIntegration}. */
export interface ContextLinesOptions {
  /** Lines on either side of the call, 0 to 50. Default 5, what servers show. */
  readonly frameContextLines?: number | undefined;
}

/** Lines on either side of a call, unless the app wants others: what servers show. */
const CONTEXT_LINES = 5;

/** Lines on either side of a call, at most: more than anybody reads of one frame. */
const MAX_CONTEXT_LINES = 50;

const kinds: KindsOf<ContextLinesOptions> = { frameContextLines: upTo(MAX_CONTEXT_LINES) };

/** Lines of source around each frame of a stack: of files up to a megabyte that no minifier wrote. They are scrubbed like all text. */
export const contextLinesIntegration = (options?: ContextLinesOptions): Integration => ({
  name: 'ContextLines',
  setup(client) {
    const { frameContextLines = CONTEXT_LINES } = usableOptions(options, kinds, { name: 'ContextLines', report: client.report });
    return client.part(nodeRuntimeOf)?.contextLines?.show(frameContextLines);
  },
});
