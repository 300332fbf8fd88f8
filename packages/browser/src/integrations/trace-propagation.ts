import type { Integration } from '@tocsin/core';
import { getClient } from '@tocsin/core';
import { guard, tracePropagationFor } from '@tocsin/core/platform';
import type { Watcher } from '../requests';
import { watchFetch, watchXhr } from '../requests';

/**
 * Hands the trace on in requests to the page's own origin and to `tracePropagationTargets`: so one failure can
 * be followed from the page to the servers.
 */
export const tracePropagationIntegration = (): Integration => ({
  name: 'TracePropagation',
  setup(client) {
    const watcher: Watcher = {
      headers: ({ url, kind, header }) =>
        guard(client.report, {}, () =>
          getClient() === client
            // XMLHttpRequest joins what is set twice, so that the app's own baggage comes in by itself.
            ? { ...tracePropagationFor({ url, pageOrigin: location.origin, headers: { sentryTrace: header('sentry-trace'), traceparent: header('traceparent'), baggage: kind === 'fetch' ? header('baggage') : undefined } }) }
            : {},
        ),
    };
    const undos = [watchFetch(watcher), watchXhr(watcher)];
    return () => undos.forEach((undo) => undo());
  },
});
