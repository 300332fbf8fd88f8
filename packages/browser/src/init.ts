import type { Client, ClientOptions, Integration } from '@tocsin/core';
import type { MakeTransport } from '@tocsin/core/platform';
import { attemptOr, copyBag, initClient } from '@tocsin/core/platform';
import type { Consent } from './consent';
import { breadcrumbsIntegration } from './integrations/breadcrumbs';
import { browserApiErrorsIntegration } from './integrations/browser-api-errors';
import { beginSession, browserSessionIntegration } from './integrations/browser-session';
import { globalHandlersIntegration } from './integrations/global-handlers';
import { httpContextIntegration } from './integrations/http-context';
import { lastWordsIntegration } from './integrations/last-words';
import { tracePropagationIntegration } from './integrations/trace-propagation';
import { adoptPageTrace } from './page-trace';
import type { PageExit } from './runtime';
import { createBrowserRuntime } from './runtime';

/** Options of {@link init}. */
export interface BrowserOptions extends ClientOptions {
  /**
   * What carries envelopes, in place of requests to the DSN: `makeMultiplexedTransport` for several
   * destinations, or a function of the app's own. Default: `makeFetchTransport`.
   */
  readonly transport?: MakeTransport | undefined;
  /** Nothing is sent or stored before the visitor has agreed: `createConsent()`. Default: there is nothing to wait for. */
  readonly consent?: Consent | undefined;
}

/**
 * Starts error monitoring in a page or a worker: call it once, as early as you can. Uncaught errors and
 * unhandled rejections are captured from then on. Never throws.
 */
export const init = (options?: BrowserOptions | null): Client => {
  const exit: PageExit = {};
  const defaultIntegrations: readonly Integration[] = [
    breadcrumbsIntegration(),
    globalHandlersIntegration(),
    httpContextIntegration(),
    tracePropagationIntegration(),
    browserSessionIntegration(),
    lastWordsIntegration(exit),
    // Last, so that the listeners of those before it are added as they are: nobody has to look into what they throw.
    browserApiErrorsIntegration(),
  ];
  const given: BrowserOptions = copyBag(options);
  const client = initClient({ defaultIntegrations, ...given }, createBrowserRuntime(exit, given));
  attemptOr(undefined, adoptPageTrace);
  beginSession(client);
  return client;
};
