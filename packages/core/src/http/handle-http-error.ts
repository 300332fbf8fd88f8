import type { HttpBinding } from './binding';
import { fenced } from './fenced';
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
 * the header `X-Error-Hash`, and wherever the binding keeps it. Resolves when the error may be passed
 * on; never rejects.
 */
export const handleHttpError = async <Request, Response>(thrown: unknown, exchange: FailingExchange<Request, Response>): Promise<void> => {
  const { binding, response } = exchange;
  const report = await reportHttpError(thrown, exchange).catch(tellBug);
  fenced(undefined, () => {
    if (!report) return;
    if (report.errorHash !== undefined && !binding.headersSent(response)) binding.setHeader(response, HASH_HEADER, report.errorHash);
    binding.keepReport(response, report, thrown);
  });
};

/** A bug of ours is as good as nothing to report. */
const tellBug = (bug: unknown): undefined =>
  fenced(undefined, () => {
    throw bug;
  });
