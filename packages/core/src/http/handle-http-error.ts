import { isThenable } from '../base/read';
import type { HttpBinding, HttpErrorReport } from './binding';
import { fenced, tellBug } from './fenced';
import type { HttpErrorSource } from './report-http-error';
import { reportHttpError } from './report-http-error';

/** Shows the hash to whoever answers, and to clients that read headers. */
const HASH_HEADER = 'X-Error-Hash';

/** A request that failed and the response that is still to be given. */
export interface FailingExchange<Request, Response> extends HttpErrorSource<Request> {
  readonly binding: HttpBinding<Request, Response>;
  readonly response: Response;
}

/**
 * Reports an error as {@link reportHttpError} does and puts what came of it where the answer is made:
 * the header `X-Error-Hash`, and wherever the binding keeps it. Then the error may be passed on: at once, or, where
 * hooks have to be waited for, when the promise that it answers with resolves. Never throws, never rejects.
 */
export const handleHttpError = <Request, Response>(thrown: unknown, exchange: FailingExchange<Request, Response>): Promise<void> | undefined => {
  const { binding, response } = exchange;
  const keep = (report: HttpErrorReport | undefined): void =>
    fenced(undefined, () => {
      if (!report) return;
      if (report.errorHash !== undefined && !binding.headersSent(response)) binding.setHeader(response, HASH_HEADER, report.errorHash);
      binding.keepReport(response, report, thrown);
    });
  const report = fenced(undefined, () => reportHttpError(thrown, exchange));
  if (isThenable(report)) return report.then(keep, tellBug);
  keep(report);
  return undefined;
};
