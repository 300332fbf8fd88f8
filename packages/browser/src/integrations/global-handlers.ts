import type { Integration } from '@tocsin/core';
import { captureException, getClient } from '@tocsin/core';
import { guard } from '@tocsin/core/platform';

/** Which of the two is heard. Both by default. */
export interface GlobalHandlersOptions {
  readonly onerror?: boolean | undefined;
  readonly onunhandledrejection?: boolean | undefined;
}

/** Where an error that the browser does not show has happened, in the form of a stack. */
const placeOf = ({ filename, lineno, colno }: ErrorEvent): { readonly stack: string } => ({ stack: filename ? `at ${filename}:${lineno}:${colno}` : 'unknown' });

/** Something rejected that is no error has no stack; one made in the handler would only show the handler. */
const NO_STACK = { stack: 'unknown' };

/**
 * Captures what no code of the app has caught, and changes nothing about it: as one listener among others, so
 * that `window.onerror` stays the app's, with its answer.
 */
export const globalHandlersIntegration = ({ onerror = true, onunhandledrejection = true }: GlobalHandlersOptions = {}): Integration => ({
  name: 'GlobalHandlers',
  setup(client) {
    const capture = (thrown: unknown, kind: string, syntheticException: { readonly stack: string }): void =>
      // A throw in here would be the app's next uncaught error.
      guard(client.report, undefined, () => {
        if (getClient() === client) captureException(thrown, { mechanism: { type: `auto.browser.global_handlers.${kind}`, handled: false }, syntheticException });
      });
    const onError = (event: ErrorEvent): void => capture(event.error ?? event, 'onerror', placeOf(event));
    // Libraries with promises of their own hand over a `CustomEvent`; core looks into both.
    const onRejection = (event: PromiseRejectionEvent): void => capture('reason' in event ? event.reason : event, 'onunhandledrejection', NO_STACK);
    if (onerror) addEventListener('error', onError);
    if (onunhandledrejection) addEventListener('unhandledrejection', onRejection);
    return () => {
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
    };
  },
});
