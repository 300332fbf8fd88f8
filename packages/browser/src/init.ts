import type { Client, ClientOptions, Integration } from '@tocsin/core';
import type { MakeTransport } from '@tocsin/core/platform';
import { attemptOr, initClient } from '@tocsin/core/platform';
import { globalHandlersIntegration } from './integrations/global-handlers';
import { httpContextIntegration } from './integrations/http-context';
import { lastWordsIntegration } from './integrations/last-words';
import type { WayOut } from './runtime';
import { createBrowserRuntime } from './runtime';

/** Options of {@link init}. */
export interface BrowserOptions extends ClientOptions {
  /**
   * What carries envelopes, in place of requests to the DSN: `makeMultiplexedTransport` for several
   * destinations, or a function of the app's own. Default: `makeFetchTransport`.
   */
  readonly transport?: MakeTransport | undefined;
}

/**
 * Starts error monitoring in a page or a worker: call it once, as early as you can. Uncaught errors and
 * unhandled rejections are captured from then on. Never throws.
 */
export const init = (options?: BrowserOptions | null): Client => {
  const wayOut: WayOut = {};
  const defaultIntegrations: readonly Integration[] = [globalHandlersIntegration(), httpContextIntegration(), lastWordsIntegration(wayOut)];
  const given = attemptOr<BrowserOptions>({}, () => ({ ...options }));
  return initClient({ defaultIntegrations, ...given }, createBrowserRuntime(wayOut, given));
};
