import { AsyncResource } from 'node:async_hooks';
import { fenced, isThenable } from '@tocsin/core/http';
import type { MasqueradeDetails } from '@tocsin/node';
import { followScopes, masquerade } from '@tocsin/node';
import type { ExpressRequest, ExpressResponse, RoutedRequest } from './binding';
import { FAILED } from './binding';
import type { Middleware } from './middleware';
import { passRejection } from './pass-rejection';

type Selected = MasqueradeDetails | undefined;

/**
 * Runs the rest of a request as somebody else when `select` says who acts as whom, at once or by a promise, see `masquerade`;
 * it ends with the response, or with the error that was reported. What `select` throws or rejects with goes to the
 * error handlers: nobody acts as somebody else without a record.
 */
export const masqueradeAs =
  <Request extends ExpressRequest = RoutedRequest>(select: (request: Request) => Selected | PromiseLike<Selected>): Middleware<Request> =>
  (request, response, next) => {
    // Answers with the way on and does not go it, where one more line of a stack would be ours.
    const wayOn = (details: Selected): (() => void) => {
      const inside = details && fenced(undefined, () => begin(details, request, response));
      return inside ? inside.runInAsyncScope.bind(inside, next) : next;
    };
    const selected = select(request);
    if (!isThenable(selected)) return wayOn(selected)();
    selected.then((details) => wayOn(details)(), (error: unknown) => passRejection(next, error));
  };

/** Begins the masquerade, and answers with the way into its scopes. */
const begin = (details: MasqueradeDetails, request: ExpressRequest, response: ExpressResponse): AsyncResource | undefined => {
  let inside: AsyncResource | undefined;
  const served = masquerade(details, () => {
    inside = new AsyncResource('tocsin.masquerade');
    fenced(undefined, () => followScopes([request, response]));
    return endOf(response);
  });
  // The error is on its way to the error handlers already; here it only ends the masquerade.
  served.catch(() => undefined);
  return inside;
};

const endOf = (response: ExpressResponse): Promise<void> =>
  new Promise((resolve, reject) => {
    if (response.destroyed || response.writableFinished) return resolve();
    response.once('close', resolve);
    // Text that was thrown has no identity: captured again, it would count as a second occurrence.
    response.once(FAILED, (error: unknown) => typeof error === 'object' && reject(error));
  });
