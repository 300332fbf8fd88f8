import type { Diagnostic, Report } from '../base/diagnostics';
import { isProblem } from '../base/diagnostics';

/**
 * Filters diagnostics on their way to the developer: problems once per code, so that a flood of
 * errors cannot become a flood of lines; debug lines only with `debug: true`.
 */
export const createReporter = (show: Report, debug: boolean): Report => {
  const told = new Set<string>();
  return (diagnostic: Diagnostic) => {
    const repeated = told.has(diagnostic.code);
    told.add(diagnostic.code);
    if (debug || (isProblem(diagnostic) && !repeated)) show(diagnostic);
  };
};
