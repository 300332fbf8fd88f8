import type { Client } from '@tocsin/core';
import type { NodeOptions } from './node-options';

/** All that are read; the type sees that none is missing. */
const KNOWN: Readonly<Record<keyof NodeOptions, true>> = {
  dsn: true, tunnel: true, enabled: true, debug: true, release: true, environment: true, dist: true, serverName: true,
  sampleRate: true, ignoreErrors: true, allowUrls: true, denyUrls: true, ignoreNoise: true, flood: true, maxBreadcrumbs: true, attachStacktrace: true,
  beforeSend: true, beforeSendLog: true, beforeSendFeedback: true, beforeBreadcrumb: true, onDrop: true, enableLogs: true,
  integrations: true, defaultIntegrations: true, includeLocalVariables: true, initialScope: true,
  normalizeDepth: true, normalizeMaxBreadth: true, maxValueLength: true, scrub: true, sendDefaultPii: true,
  strictTraceContinuation: true, orgId: true, tracePropagationTargets: true, propagateTraceparent: true,
  transport: true, transportOptions: true, sendClientReports: true, spool: true, shutdownTimeout: true, waitUntil: true, spotlight: true,
};

/** Letters that may be wrong, left out, too many or in the wrong order, for a name to be meant. */
const SLIPS = 2;

/**
 * Names options that nobody reads. One that is nearly known is a slip, and said in any case; others may be those of
 * another SDK, and are said with `debug` only.
 */
export const nameUnknownOptions = (given: object, client: Client): void => {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(KNOWN, name)) continue;
    const meant = Object.keys(KNOWN).find((known) => isSlip(name.toLowerCase(), known.toLowerCase()));
    if (meant !== undefined) client.report({ code: 'T1003', detail: `${name} is not known, but ${meant} is` });
    else if (client.getOptions().debug === true) client.report({ code: 'T1003', detail: `${name} is not known` });
  }
};

/** Whether two names differ by a slip or two; by fewer than half of a short one's letters. */
const isSlip = (a: string, b: string): boolean => Math.abs(a.length - b.length) <= SLIPS && distance(a, b) <= Math.min(SLIPS, Math.floor(b.length / 3));

/** Steps from one text to another: a letter put in, left out, or replaced, or two neighbours exchanged. */
const distance = (a: string, b: string): number => {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row++) {
    rows[row] = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isExchanged = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      rows[row]?.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (isSame ? 0 : 1), isExchanged ? at(row - 2, column - 2) + 1 : Infinity));
    }
  }
  return at(a.length, b.length);
};
