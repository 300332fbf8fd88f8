import type { Integration } from '@tocsin/core';
import { getIsolationScope } from '@tocsin/core';

/** The page's address. Of a fragment only the route of an app that keeps its routes there: others may hold what somebody is let in by. */
const addressOf = ({ href, hash }: Location): string => href.replace(/[?#].*/, '') + (/^#!?\//.test(hash) ? hash.replace(/\?.*/, '') : '');

/** Puts the page's address, the one that led to it, and the browser onto each event, as they are when it is captured. */
export const httpContextIntegration = (): Integration => ({
  name: 'HttpContext',
  setup() {
    getIsolationScope().setRequestReader(() => ({
      request: {
        url: addressOf(location),
        query_string: location.search.slice(1) || undefined,
        headers: { 'User-Agent': navigator.userAgent, Referer: (globalThis.document?.referrer || undefined) as string }, // what is undefined is left out
      },
    }));
  },
});
