import type { Report } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/** Where the codes are explained: sentences would cost every visitor bytes, and only developers read them. */
const EXPLAINED = 'docs/diagnostics.md';

/**
 * Tells the developer in the console: the code, what it is about, and what was thrown. By the console's own
 * method as it was at the start, so that no integration takes our words for the app's. It may be the page's, and throw, or not be there.
 */
export const reportTo = (): Report => {
  const warn = attemptOr(undefined, () => console.warn);
  return ({ code, detail = '', cause = '' }) => attemptOr(undefined, () => warn?.('[tocsin]', code, detail, cause, EXPLAINED));
};
