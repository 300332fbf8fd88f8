import type { Next, RoutedRequest, RoutedResponse } from './binding';
import { passRejection } from './pass-rejection';

/** See {@link wrapAsync}. */
interface WrapAsync {
  /** A handler or a middleware. */
  <Request = RoutedRequest, Response = RoutedResponse>(handler: (request: Request, response: Response, next: Next) => unknown): (request: Request, response: Response, next: Next) => void;
  /** A handler of errors, or of `app.param`: with the types of its parameters written down. */
  <Given extends readonly unknown[]>(handler: (...given: Given) => unknown): (...given: Given) => void;
}

/** For Express 4, which does not see rejected promises: passes them to the error handlers, as Express 5 does by itself. */
export const wrapAsync: WrapAsync = (handler: (...given: never) => unknown) => {
  const wrapped = (...given: readonly unknown[]): void => {
    const run = async (): Promise<void> => {
      try {
        await Reflect.apply(handler, undefined, given);
      } catch (error) {
        passRejection(nextOf(given), error);
      }
    };
    void run();
  };
  // A handler of errors is one by its four parameters. What is no handler fails when it is called, as an error of the request.
  return Object.defineProperty(wrapped, 'length', { value: Reflect.get(Object(handler), 'length') });
};

/** Handlers of errors alone are given four values; those of `app.param` have two more behind `next`. */
const nextOf = (given: readonly unknown[]): Next => given[given.length === 4 ? 3 : 2] as Next;
