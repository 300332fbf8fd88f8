import type { Report } from '../base/diagnostics';
import type { ClientOptions } from './client';

/**
 * Filters diagnostics on their way to the developer: problems once each, so that a flood of errors
 * cannot become a flood of lines; what is none (group 3) with `debug: true`; nothing where `enabled` is `false`.
 */
export const createReporter = (show: Report, { enabled, debug }: ClientOptions): Report => {
  const told = new Set<string>();
  return (diagnostic) => {
    const { code, detail } = diagnostic;
    const known = told.size;
    if (!code.startsWith('T3')) told.add(`${code} ${detail}`);
    const isNewProblem = told.size > known;
    if (enabled !== false && (debug === true || isNewProblem)) show(diagnostic);
  };
};
