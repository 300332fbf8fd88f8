import type { Next, RoutedRequest, RoutedResponse } from './binding';

/** For Express 4, which does not see rejected promises: passes them to the error handlers, as Express 5 does by itself. */
export const wrapAsync =
  <Request = RoutedRequest, Response = RoutedResponse>(handler: (request: Request, response: Response, next: Next) => unknown) =>
  (request: Request, response: Response, next: Next): void => {
    const run = async (): Promise<void> => {
      try {
        await handler(request, response, next);
      } catch (error) {
        // A falsy error would count as none.
        next(error || new Error('Rejected promise'));
      }
    };
    void run();
  };
