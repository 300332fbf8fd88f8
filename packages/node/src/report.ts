import type { Report } from '@tocsin/core';
import { explain } from '@tocsin/core/platform';

/** Straight to stderr, not through `console`, which integrations may listen to. */
export const reportToStderr: Report = (diagnostic) => void process.stderr.write(`[tocsin] ${explain(diagnostic)}\n`);
