import type { Integration } from '@tocsin/core';
import { adoptTrace, tracePropagationFor, whileBound } from '@tocsin/core/platform';
import { together } from '../listen';
import { watchNavigation } from '../navigation';
import type { PageRequest, Watcher } from '../requests';
import { watchFetch, watchXhr } from '../requests';

const pathOf = (address: string): string => address.replace(/[?#].*/, '');

/**
 * Hands the trace on in requests to the page's own origin and to `tracePropagationTargets`: so one failure can
 * be followed from the page to the servers. Another path within the page begins another trace.
 */
export const tracePropagationIntegration = (): Integration => ({
  name: 'TracePropagation',
  setup(client) {
    // Asked for once, because that takes longer than to read three headers.
    const pageOrigin = location.origin;
    const watcher: Watcher = {
      headers: whileBound(client, ({ url, kind, headers }: PageRequest) => {
        const own = (name: string): string | undefined => headers.get(name) ?? undefined;
        // XMLHttpRequest joins what is set twice, so that the app's own baggage comes in by itself.
        return tracePropagationFor({ url, pageOrigin, headers: { sentryTrace: own('sentry-trace'), traceparent: own('traceparent'), baggage: kind === 'fetch' ? own('baggage') : undefined } });
      }),
    };
    const onNavigation = whileBound(client, (from: string, to: string) => {
      if (pathOf(from) !== pathOf(to)) adoptTrace({});
    });
    return together([() => watchFetch(watcher), () => watchXhr(watcher), () => watchNavigation(onNavigation)]);
  },
});
