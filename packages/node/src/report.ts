import { Console } from 'node:console';
import type { Report } from '@tocsin/core';
import { explain } from '@tocsin/core/platform';

/**
 * One line on stderr. Not through the global `console`, which integrations may listen to, but
 * through one of its kind, because it swallows a broken pipe: a diagnostic must not end the process.
 */
export const reportToStderr: Report = (diagnostic) => new Console(process.stderr).log(`[tocsin] ${explain(diagnostic)}`);
