import type { Report } from '@tocsin/core';
import { explain } from '@tocsin/core/platform';

/** One line on stderr, not through `console`, which integrations may listen to. */
export const reportToStderr: Report = (diagnostic) => {
  const { stderr } = process;
  stderr.write(`[tocsin] ${explain(diagnostic)}\n`, (error) => {
    // Into a pipe that nobody reads any more: as an event that nobody hears, it would end the process.
    if (error) stderr.once('error', () => undefined);
  });
};
