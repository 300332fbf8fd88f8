import type { Component } from 'react';
import { captureReactError, type ReactInfo } from './capture-react-error';
import { ErrorBoundary } from './error-boundary';

/** What React tells a root hook; which boundary has caught the error, for `onCaughtError`. */
export interface RootErrorInfo extends ReactInfo {
  readonly errorBoundary?: Component | undefined;
}

/** Told what a root hook was told, and the id of the event. */
export type RootErrorListener = (error: unknown, info: RootErrorInfo, eventId: string) => void;

/**
 * For the hooks of `createRoot` and `hydrateRoot` in React 19: `onUncaughtError`, `onCaughtError`,
 * `onRecoverableError`. React says nothing itself where a hook is set; without a `listener` the error is
 * shown in the console and counts as unhandled, with one both are the listener's affair. An error that a
 * boundary of ours has reported is not reported again. For React 17 and 18 use `ErrorBoundary`.
 */
export const reactErrorHandler =
  (listener?: RootErrorListener) =>
  (error: unknown, info: RootErrorInfo): void => {
    const { errorBoundary, componentStack } = info;
    const eventId = errorBoundary instanceof ErrorBoundary ? errorBoundary.capture(error, info).eventId : captureReactError(error, { type: 'auto.function.react.error_handler', handled: listener !== undefined, componentStack });
    if (listener) listener(error, info, eventId);
    else console.error(error, componentStack);
  };
