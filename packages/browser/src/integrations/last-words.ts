import type { Integration } from '@tocsin/core';
import { listen, together, whileBound } from '../listen';
import type { WayOut } from '../runtime';

/** When what the page before this one held is surely free, after two seconds, and who looked before that looks again, after two more; milliseconds. */
const SETTLED = 4500;

/**
 * Brings out what waits before the page goes: when it is hidden, which on a phone may be the last that is
 * heard of it, everything is sent that can be; when it goes, by requests that outlive it, and what has no
 * room in these is stored. Never by `unload`, which would keep the page out of the back/forward cache.
 */
export const lastWordsIntegration = (wayOut: WayOut): Integration => ({
  name: 'LastWords',
  setup(client) {
    const flush = whileBound(client, () => void client.flush());
    const onGone = whileBound(client, () => client.flushSync((bodies) => wayOut.postLast?.(bodies) ?? []));
    const settled = setTimeout(flush, SETTLED);
    return together([
      () => clearTimeout(settled),
      listen(['pagehide'], onGone),
      // Hidden it may be gone soon. In sight again, back from the cache, or online: nobody has to sit out a back-off.
      listen(['visibilitychange', 'pageshow', 'online'], flush),
    ]);
  },
});
