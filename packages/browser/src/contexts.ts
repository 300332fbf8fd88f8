import type { Event } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

type Culture = Partial<Intl.ResolvedDateTimeFormatOptions>;

/**
 * What stays the same as long as the page lives. What browser it is servers read from the request's headers. To ask
 * takes 20 ms the first time, so it is done when the gate reads it, as the first event passes.
 */
export const createContexts = (): Event['contexts'] => {
  let known: Culture | undefined;
  const culture = (): Culture => (known ??= attemptOr<Culture>({}, () => Intl.DateTimeFormat().resolvedOptions()));
  return {
    culture: {
      get locale() {
        return culture().locale;
      },
      get timezone() {
        return culture().timeZone;
      },
      get calendar() {
        return culture().calendar;
      },
    },
  };
};
