import type { Context, Event } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/**
 * What stays the same as long as the page lives. What browser it is servers read from the request's headers. To ask
 * takes 20 ms the first time, so it is done when the first event is built.
 */
export const createContexts = (): Event['contexts'] => {
  let known: Context | undefined;
  return {
    get culture() {
      return (known ??= attemptOr<Context>({}, () => {
        const { locale, timeZone, calendar } = Intl.DateTimeFormat().resolvedOptions();
        return { locale, timezone: timeZone, calendar };
      }));
    },
  };
};
