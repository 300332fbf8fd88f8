import type { Context, Event } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/** What stays the same as long as the page lives. What browser it is servers read from the request's headers. */
export const createContexts = (): Event['contexts'] => ({
  culture: attemptOr<Context>({}, () => {
    const { locale, timeZone, calendar } = Intl.DateTimeFormat().resolvedOptions();
    return { locale, timezone: timeZone, calendar };
  }),
});
