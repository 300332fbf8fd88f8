import { fenced } from '@tocsin/core/http';
import { getClient } from '@tocsin/node';

/**
 * Serves a request that Express hands to what makes a middleware, as after `app.use(requestHandler)`: it would hang
 * otherwise. A line says that the call is missing.
 */
export const serveUncalled = <Given extends readonly unknown[]>(name: string, middleware: (...given: Given) => void, given: Given): void => {
  fenced(undefined, () => getClient()?.report({ code: 'T1012', detail: `${name} must be called: app.use(${name}())` }));
  middleware(...given);
};
