import type { Integration } from '@tocsin/core';
import { captureException } from '@tocsin/core';
import { whileBound } from '@tocsin/core/platform';
import { listen, together } from '../listen';
import { thrownThroughUs } from '../thrown-through-us';

/** Which of the two is heard. Both by default. */
export interface GlobalHandlersOptions {
  readonly onerror?: boolean | undefined;
  readonly onunhandledrejection?: boolean | undefined;
}

/** What the page is told when nobody has caught something. */
export type Uncaught = ErrorEvent | PromiseRejectionEvent;

/** A stack of one line for an error that has none: of a script that cannot be parsed, or that the browser hides. Empty where there is no place: of a rejection (a stack made in the handler would only show the handler), and of a hidden script, of which Firefox names the file without a line. */
const placeOf = ({ filename, lineno, colno }: Partial<ErrorEvent>): string => (lineno ? `at ${filename}:${lineno}:${colno}` : '');

/** `Uncaught TypeError: no such thing`, as browsers write it; Firefox writes `uncaught exception: null` of what is no error. */
const MESSAGE = /^(?:uncaught (?:exception: )?)?(?:(\w*Error): )?(.*)$/is;

/** The error that a message speaks of, where that is all there is: of workers, of scripts from other origins, and where `null` or `undefined` was thrown. */
const errorIn = (event: ErrorEvent): Error => {
  const [, name = 'Error', text = ''] = MESSAGE.exec(event.message) ?? [];
  return Object.assign(new Error(text.replace(/^(?:null|undefined)$/, 'Thrown value: $&')), { name, stack: '' });
};

/** Captures what the page was told of. Libraries with promises of their own hand over a `CustomEvent`; core looks into it. */
export const captureUncaught = (event: Uncaught): void => {
  const { error, lineno }: Partial<ErrorEvent> = event;
  const passed = thrownThroughUs().pop();
  const inside: unknown = 'reason' in event ? event.reason : 'error' in event ? (error ?? (passed && !lineno ? passed[0] : errorIn(event))) : event;
  captureException(inside, { mechanism: { type: `auto.browser.global_handlers.on${event.type}`, handled: false }, syntheticException: { stack: passed?.includes(error) ? '' : placeOf(event) } });
};

/**
 * Captures what no code of the app has caught, and changes nothing about it: as one listener among others, so
 * that `window.onerror` stays the app's, with its answer.
 */
export const globalHandlersIntegration = (options?: GlobalHandlersOptions): Integration => ({
  name: 'GlobalHandlers',
  setup(client) {
    const onUncaught = whileBound(client, captureUncaught);
    return together({ onerror: () => listen(['error'], onUncaught), onunhandledrejection: () => listen(['unhandledrejection'], onUncaught) }, options);
  },
});
