import { captureException } from '@tocsin/core';
import { version } from 'react';

/** Who noticed the error. */
export interface Noticed {
  /** Name of the mechanism: `auto.function.react.error_boundary`. */
  readonly type: string;
  /** Whether the app goes on with something of its own in its place. */
  readonly handled: boolean;
  /** The components around the failure, innermost first, as React tells them. */
  readonly componentStack: string | null | undefined;
}

/** Captures what React caught, with the components around it as the context `react`. */
export const captureReactError = (error: unknown, { type, handled, componentStack }: Noticed): string =>
  captureException(error, { mechanism: { type, handled }, captureContext: { contexts: { react: { version, ...(componentStack && { componentStack }) } } } });
