import type { Report } from '@tocsin/core';
import { attemptOr, explain } from '@tocsin/core/platform';

/**
 * One line on stderr, not through `console`, which integrations may listen to. Where there is no stderr nothing is
 * said: it is made when it is first read, which fails where the app has changed what all objects have.
 */
export const reportToStderr: Report = (diagnostic) =>
  attemptOr(undefined, () => {
    const { stderr } = process;
    stderr.write(`[tocsin] ${explain(diagnostic)}\n`, (error) => {
      // Into a pipe that nobody reads any more: as an event that nobody hears, it would end the process.
      if (error) stderr.once('error', () => undefined);
    });
  });
