import type { Report } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/** Where the codes are explained: sentences would cost every visitor bytes, and only developers read them. */
const EXPLAINED = 'docs/diagnostics.md';

/**
 * Makes what tells the developer in the console: the code, what it is about, and what was thrown. It keeps the console's
 * method as it was at the start, so that no integration takes our words for the app's. The method may be the page's own,
 * and throw, or not be there.
 */
export const createConsoleReport = (): Report => {
  const warn = attemptOr(undefined, () => console.warn);
  return ({ code, detail = '', cause = '' }) => attemptOr(undefined, () => warn?.('[tocsin]', code, detail, cause, EXPLAINED));
};
