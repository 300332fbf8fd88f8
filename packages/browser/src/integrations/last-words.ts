import type { Integration } from '@tocsin/core';
import { whileBound } from '@tocsin/core/platform';
import { later } from '../later';
import { listen, together } from '../listen';
import type { PageExit } from '../runtime';

/** Milliseconds after which what the page before this one held can be taken: it is free after two seconds, and a spool that was looked into before that is looked into again after two more. */
const SETTLED = 4500;

/**
 * Brings out what waits before the page goes: when it is hidden, which on a phone may be the last that is
 * heard of it, everything is sent that can be; when it goes, by requests that outlive it, and what has no
 * room in these is stored. Never by `unload`, which would keep the page out of the back/forward cache.
 */
export const lastWordsIntegration = (exit: PageExit): Integration => ({
  name: 'LastWords',
  setup(client) {
    let isGoing: boolean | undefined;
    const speak = whileBound(client, (event?: Event) => {
      if (event?.type.startsWith('page')) isGoing = event.type === 'pagehide';
      if (isGoing) client.flushSync((bodies) => exit.postLast?.(bodies) ?? []);
      else void client.flush();
    });
    return together([
      () => later(SETTLED, speak),
      // A hidden page may be gone soon; one that goes is hidden last, after whatever has failed in the app's own listeners. One that is in
      // sight again, back from the cache, or online, need not sit out a back-off.
      () => listen(['pagehide', 'visibilitychange', 'pageshow', 'online'], speak),
    ]);
  },
});
