import type { Report } from '@tocsin/core';

/** Straight to stderr, not through `console`, which integrations may listen to. */
export const reportToStderr: Report = ({ code, message, cause }) => {
  const detail = cause instanceof Error ? ` (${cause.name}: ${cause.message})` : '';
  process.stderr.write(`[tocsin] ${code}: ${message}${detail}\n`);
};
