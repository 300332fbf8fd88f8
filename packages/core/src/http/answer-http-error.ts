import { attemptOr } from '../base/fences';
import type { HeaderBag, HttpBinding } from './binding';
import { errorAnswer } from './error-answer';
import type { ErrorPageTexts } from './error-page';
import { fenced } from './fenced';
import type { HttpErrorReport } from './report-http-error';
import { statusOf } from './status';

/** A failed request and what is known of it. */
export interface FailedExchange<Request, Response> {
  readonly binding: HttpBinding<Request, Response>;
  readonly request: Request;
  readonly response: Response;
  readonly error: unknown;
  readonly report: HttpErrorReport | undefined;
  /** The app's own words, asked for with the status that will be answered. When it throws, ours stay. */
  readonly texts?: ((status: number) => Partial<ErrorPageTexts> | undefined) | undefined;
}

/**
 * Answers a failed request, with the hash when there is one. `false` when it could not: it is too
 * late, or we failed ourselves; the framework's own handler is then to answer.
 */
export const answerHttpError = <Request, Response>({ binding, request, response, error, report, texts }: FailedExchange<Request, Response>): boolean =>
  fenced(false, () => {
    if (binding.headersSent(response)) return false;
    const set = binding.status(response);
    const status = statusOf(error, set >= 400 ? set : 500);
    const words = texts && attemptOr(undefined, () => texts(status));
    binding.answer(response, errorAnswer({ error, status, method: binding.method(request), accept: acceptOf(binding.headers(request)), report, texts: words }));
    return true;
  });

const acceptOf = ({ accept }: HeaderBag): string | undefined => (accept === undefined ? undefined : String(accept));
