import type { Scope } from '@tocsin/core';
import { getClient, withScope } from '@tocsin/core';
import { attempt } from '@tocsin/core/platform';
import type { ComponentType, ErrorInfo, FunctionComponent, ReactElement, ReactNode } from 'react';
import { Component, createElement } from 'react';
import type { ReportDialogOptions } from '../dialog/options';
import { showReportDialog } from '../show-report-dialog';
import { captureReactError, type ReactInfo } from './capture-react-error';

/** What was caught. */
export interface CaughtError {
  /** What was thrown: in most cases an `Error`. */
  readonly error: unknown;
  /** The components around it, innermost first. */
  readonly componentStack: string;
  /** Id of the event, for `<ErrorHash eventId>`. */
  readonly eventId: string;
}

/** What a fallback gets. */
export interface FallbackData extends CaughtError {
  /** Renders the children again. */
  readonly resetError: () => void;
}

/** Told what was caught, in the order of the field. */
export type CaughtListener = (error: unknown, componentStack: string, eventId: string) => void;

/** Properties of {@link ErrorBoundary}; all optional. */
export interface ErrorBoundaryProps {
  readonly children?: ReactNode | (() => ReactNode);
  /** What is shown in place of the children once they have failed. Default: nothing. */
  readonly fallback?: ReactElement | ((data: FallbackData) => ReactElement) | undefined;
  /** Whether the event counts as handled. Default: whether there is a fallback. */
  readonly handled?: boolean | undefined;
  /** Opens the report dialog as well. Default `false`. */
  readonly showDialog?: boolean | undefined;
  /** For the report dialog. */
  readonly dialogOptions?: ReportDialogOptions | undefined;
  /** Gets the scope of this capture alone. */
  readonly beforeCapture?: ((scope: Scope, error: unknown, componentStack: string) => void) | undefined;
  /** Called after the capture. */
  readonly onError?: CaughtListener | undefined;
  /** Called when the children stand there. */
  readonly onMount?: (() => void) | undefined;
  /** Called when the fallback's `resetError` was called. */
  readonly onReset?: CaughtListener | undefined;
  /** Called when the boundary goes while it shows its fallback. */
  readonly onUnmount?: CaughtListener | undefined;
}

interface State {
  readonly caught?: CaughtError | undefined;
}

/** Reports what its children throw while they render, and shows the fallback in their place. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override readonly state: State = {};
  #captured: CaughtError | undefined;

  override componentDidMount(): void {
    this.props.onMount?.();
  }

  // The only method: with `getDerivedStateFromError` a fallback would be rendered once without the id.
  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const { showDialog, dialogOptions, onError } = this.props;
    const { componentStack, eventId } = this.capture(error, info);
    this.setState({ caught: this.#captured });
    onError?.(error, componentStack, eventId);
    if (showDialog) showReportDialog({ ...dialogOptions, eventId });
  }

  /** Captures what this boundary has caught, once: a hook of the root that is ours hears of it before the boundary does. */
  capture(error: unknown, { componentStack }: ReactInfo): CaughtError {
    const { beforeCapture, fallback, handled = fallback !== undefined } = this.props;
    if (this.#captured && this.#captured.error === error) return this.#captured;
    const stack = componentStack ?? '';
    const eventId = withScope((scope) => {
      // The app's own: what it throws must not cost the report of what failed before.
      const before = attempt(() => beforeCapture?.(scope, error, stack));
      if (!before.ok) getClient()?.report({ code: 'T2001', detail: 'beforeCapture threw', cause: before.error });
      return captureReactError(error, { type: 'auto.function.react.error_boundary', handled, componentStack });
    });
    return (this.#captured = { error, componentStack: stack, eventId });
  }

  override componentWillUnmount(): void {
    this.#tell(this.props.onUnmount);
  }

  override render(): ReactNode {
    const { children, fallback = null } = this.props;
    const { caught } = this.state;
    if (caught) return typeof fallback === 'function' ? fallback({ ...caught, resetError: this.#reset }) : fallback;
    return typeof children === 'function' ? children() : children;
  }

  readonly #reset = (): void => {
    this.#tell(this.props.onReset);
    this.#captured = undefined;
    this.setState({ caught: undefined });
  };

  #tell(listener: CaughtListener | undefined): void {
    const { caught } = this.state;
    if (caught) listener?.(caught.error, caught.componentStack, caught.eventId);
  }
}

/** A component inside an {@link ErrorBoundary}. */
export const withErrorBoundary = <Props extends object>(inner: ComponentType<Props>, boundary: ErrorBoundaryProps): FunctionComponent<Props> => {
  const Bounded: FunctionComponent<Props> = (props) => createElement(ErrorBoundary, boundary, createElement(inner, props));
  Bounded.displayName = `errorBoundary(${inner.displayName ?? inner.name})`;
  return Bounded;
};
