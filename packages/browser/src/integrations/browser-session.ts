import type { Integration } from '@tocsin/core';
import { captureSession, startSession } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';
import { listen, together, whileBound } from '../listen';
import { watchNavigation } from '../navigation';

/** Options of {@link browserSessionIntegration}. */
export interface BrowserSessionOptions {
  /** What one session is: the visit of a page, or of each of its routes. Default `page`. */
  readonly lifecycle?: 'page' | 'route' | undefined;
}

/**
 * Counts visits, so that servers can tell which share of them has gone without an error: one when the page is
 * opened, one when it comes back out of the back/forward cache. Needs a `release`; without one it does nothing.
 */
export const browserSessionIntegration = (options?: BrowserSessionOptions): Integration => ({
  name: 'BrowserSession',
  setup(client) {
    const { lifecycle = 'page' }: BrowserSessionOptions = copyBag(options);
    // Workers belong to a page that is counted already.
    if (!('document' in globalThis) || !client.getOptions().release) return undefined;
    let isDue = false;
    const begin = whileBound(client, () => {
      if (isDue) startSession({ ignoreDuration: true });
      isDue = false;
    });
    // What fails from now on is of this visit; to count it can wait until the page has started.
    const visit = (): void => {
      begin();
      isDue = true;
      setTimeout(whileBound(client, () => {
        begin();
        captureSession();
      }));
    };
    client.part(() => ({ captured: begin }));
    visit();
    return together([listen(['pageshow'], ({ persisted }) => persisted && visit()), lifecycle === 'route' && watchNavigation(visit)]);
  },
});
