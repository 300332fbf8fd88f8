/** For React 17 and newer: error boundary, root hooks of React 19, the error hash as a component. */
export type { CaughtError, CaughtListener, ErrorBoundaryProps, FallbackData } from './react/error-boundary';
export { ErrorBoundary, withErrorBoundary } from './react/error-boundary';
export type { ErrorHashProps } from './react/error-hash';
export { ErrorHash, useErrorHash } from './react/error-hash';
export type { RootErrorInfo, RootErrorListener } from './react/root-hooks';
export { reactErrorHandler } from './react/root-hooks';
