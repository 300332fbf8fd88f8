/** Tocsin for Express 4 and 5. `init` comes from `@tocsin/node`. */
export type { ErrorPageTexts } from '@tocsin/core/http';
export type { ExpressRequest, ExpressResponse, Next, RoutedRequest, RoutedResponse } from './binding';
export { masqueradeAs } from './masquerade-as';
export type { ErrorHandlerOptions, ErrorMiddleware, ErrorPageOptions, Middleware, RequestHandlerOptions } from './middleware';
export { errorHandler, errorPage, requestHandler, setupExpressErrorHandler } from './middleware';
export { wrapAsync } from './wrap-async';
