import type { Integration } from '@tocsin/core';
import { listen, together, whileBound } from '../listen';
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
    const flush = whileBound(client, () => void client.flush());
    /** A page that goes is hidden after its last words: what it would take out of the store then is held by nobody who lives. */
    let isGoing = false;
    const onHidden = (): void => {
      if (!isGoing && document.visibilityState === 'hidden') flush();
    };
    const onGone = whileBound(client, () => {
      isGoing = true;
      client.flushSync((bodies) => wayOut.postLast?.(bodies) ?? []);
    });
    const onBack = (): void => {
      isGoing = false;
      flush();
    };
    const settled = setTimeout(flush, SETTLED);
    return together([
      () => clearTimeout(settled),
      listen(['visibilitychange'], onHidden),
      listen(['pagehide'], onGone),
      // Back from the cache, or online again: nobody has to sit out a back-off.
      listen(['pageshow', 'online'], onBack),
    ]);
  },
});
