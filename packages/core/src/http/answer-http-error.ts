import { askHook } from '../base/ask-hook';
import type { HeaderBag, HttpBinding } from './binding';
import { errorAnswer } from './error-answer';
import type { OwnErrorPageTexts } from './error-page';
import { fenced, tell } from './fenced';
import { statusOf } from './status';

/** A request that has failed and is to be answered. */
export interface FailedExchange<Request, Response> {
  readonly binding: HttpBinding<Request, Response>;
  readonly request: Request;
  readonly response: Response;
  /** The app's own words for a status: its support's address, its users' language. Default, also when it throws: ours, in English. */
  readonly texts?: ((status: number) => OwnErrorPageTexts | undefined) | undefined;
}

/**
 * Answers a failed request, with the hash when there is one. `false` when it could not: it is too
 * late, or we failed ourselves; the framework's own handler is then to answer.
 */
export const answerHttpError = <Request, Response>(error: unknown, { binding, request, response, texts }: FailedExchange<Request, Response>): boolean =>
  fenced(false, () => {
    if (binding.headersSent(response)) return false;
    const set = binding.status(response);
    const status = statusOf(error, set >= 400 ? set : 500);
    const words = texts && askHook(tell, 'texts', () => texts(status));
    const asked = { method: binding.method(request), accept: acceptOf(binding.headers(request)) };
    binding.answer(response, errorAnswer({ error, status, ...asked, report: binding.keptReport(response), texts: words }));
    return true;
  });

const acceptOf = ({ accept }: HeaderBag): string | undefined => (accept === undefined ? undefined : String(accept));
