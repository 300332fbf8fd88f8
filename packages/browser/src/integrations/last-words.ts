import type { Integration } from '@tocsin/core';
import { getClient } from '@tocsin/core';
import { guard } from '@tocsin/core/platform';
import type { WayOut } from '../runtime';

/** When the page before this one has surely stored what it could not send, milliseconds. */
const SETTLED = 3000;

/**
 * Brings out what waits before the page goes: when it is hidden, which on a phone may be the last that is
 * heard of it, everything is sent that can be; when it goes, by requests that outlive it, and what has no
 * room in these is stored. Never by `unload`, which would keep the page out of the back/forward cache.
 */
export const lastWordsIntegration = (wayOut: WayOut): Integration => ({
  name: 'LastWords',
  setup(client) {
    const isOurs = (): boolean => getClient() === client;
    const onHidden = (): void => {
      if (isOurs() && document.visibilityState === 'hidden') void client.flush();
    };
    const onGone = (): void =>
      guard(client.report, undefined, () => {
        if (!isOurs()) return;
        client.flushSync((bodies) => wayOut.postLast?.(bodies) ?? []);
      });
    // Back from the cache, or online again: nobody has to sit out a back-off.
    const onBack = (): void => {
      if (isOurs()) void client.flush();
    };
    const settled = setTimeout(onBack, SETTLED);
    const page = globalThis.document;
    page?.addEventListener('visibilitychange', onHidden);
    addEventListener('pagehide', onGone);
    addEventListener('pageshow', onBack);
    addEventListener('online', onBack);
    return () => {
      clearTimeout(settled);
      page?.removeEventListener('visibilitychange', onHidden);
      removeEventListener('pagehide', onGone);
      removeEventListener('pageshow', onBack);
      removeEventListener('online', onBack);
    };
  },
});
