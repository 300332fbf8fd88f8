import { captureException } from '@tocsin/core';
import { version } from 'react';

/** What React tells of the place. In its own type `undefined` is no value, but in those of its roots it is. */
export interface ReactInfo {
  /** The components around the failure, innermost first. */
  readonly componentStack?: string | null | undefined;
}

/** Who noticed the error. */
export interface Noticed extends ReactInfo {
  /** Name of the mechanism: `auto.function.react.error_boundary`. */
  readonly type: string;
  /** Whether the app goes on with something of its own in its place. */
  readonly handled: boolean;
}

/** Captures what React caught, with the components around it as the context `react`. */
export const captureReactError = (error: unknown, { type, handled, componentStack }: Noticed): string =>
  captureException(error, { mechanism: { type, handled }, captureContext: { contexts: { react: { version, ...(componentStack && { componentStack }) } } } });
