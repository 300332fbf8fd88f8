import { fenced, proceedOnce } from '@tocsin/core/http';
import type { MasqueradeDetails } from '@tocsin/node';
import { followScopes, masquerade } from '@tocsin/node';
import type { ExpressRequest, ExpressResponse, RoutedRequest } from './binding';
import { FAILED } from './binding';
import type { Middleware } from './middleware';

/**
 * Runs the rest of a request as somebody else when `select` says who acts as whom, see `masquerade`;
 * it ends with the response, or with the error that was reported. What `select` throws goes to the
 * error handlers: nobody acts as somebody else without a record.
 */
export const masqueradeAs =
  <Request extends ExpressRequest = RoutedRequest>(select: (request: Request) => MasqueradeDetails | undefined): Middleware<Request> =>
  (request, response, next) => {
    const details = select(request);
    if (!details) return next();
    return proceedOnce(next, (proceed) => {
      const served = masquerade(details, () => {
        fenced(undefined, () => followScopes([request, response]));
        proceed();
        return endOf(response);
      });
      // The error is on its way to the error handlers already; here it only ends the masquerade.
      served.catch(() => undefined);
    });
  };

const endOf = (response: ExpressResponse): Promise<void> =>
  new Promise((resolve, reject) => {
    if (response.destroyed || response.writableFinished) return resolve();
    response.once('close', resolve);
    // Text that was thrown has no identity: captured again, it would count as a second occurrence.
    response.once(FAILED, (error: unknown) => typeof error === 'object' && reject(error));
  });
