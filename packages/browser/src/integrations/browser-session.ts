import type { Client, Integration, Undo } from '@tocsin/core';
import { captureSession, startSession } from '@tocsin/core';
import { copyBag, whileBound } from '@tocsin/core/platform';
import { listen, together } from '../listen';
import { watchNavigation } from '../navigation';

/** Rendered ahead: the page may be shown, or never. Chromium alone tells. */
type PageDocument = Document & { readonly prerendering?: boolean };

/** Options of {@link browserSessionIntegration}. */
export interface BrowserSessionOptions {
  /** What one session is: the visit of a page, or of each of its routes. Default `page`. */
  readonly lifecycle?: 'page' | 'route' | undefined;
}

/** An integration whose first session begins after its set-up, once the client is bound: so what is captured right after `init` belongs to the visit. */
export interface BrowserSessionIntegration extends Integration {
  /** Begins the first session; for `init`. Absent before the set-up, and where nothing is counted. */
  begin?: () => void;
}

/**
 * Counts visits, so that servers can tell which share of them has gone without an error: one when the page is
 * opened (rendered ahead, when it is shown), one when it comes back out of the back/forward cache. Needs a `release`; without one it does nothing.
 */
export const browserSessionIntegration = (options?: BrowserSessionOptions): BrowserSessionIntegration => {
  const { lifecycle = 'page' }: BrowserSessionOptions = copyBag(options);
  return {
    name: 'BrowserSession',
    setup(this: BrowserSessionIntegration, client) {
      // Workers belong to a page that is counted already.
      if (!('document' in globalThis) || !client.getOptions().release) return undefined;
      const start = whileBound(client, () => {
        const { prerendering }: PageDocument = document;
        if (prerendering) return; // nobody may ever see it
        startSession({ ignoreDuration: true });
        // What fails from now on is of this visit; to tell of it can wait until the page has started.
        setTimeout(whileBound(client, captureSession));
      });
      this.begin = start;
      // An integration that is added later finds its client bound.
      start();
      const onShow = (): Undo => listen(['pageshow', 'prerenderingchange'], ({ persisted }) => persisted !== false && start(), true);
      return together(lifecycle === 'route' ? [onShow, () => watchNavigation(start)] : [onShow]);
    },
  };
};

/** Begins the first session of a client that has just been bound. */
export const beginSession = (client: Client): void => {
  const integration: BrowserSessionIntegration | undefined = client.getIntegrationByName('BrowserSession');
  integration?.begin?.();
};
