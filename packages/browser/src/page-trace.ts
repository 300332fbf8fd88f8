import { adoptTrace } from '@tocsin/core/platform';

/** By `namedItem`, because `querySelector` needs a parser of selectors, which few pages have used when they start. */
const meta = (name: string): string | undefined => globalThis.document?.getElementsByTagName('meta').namedItem(name)?.content;

/** Makes the page a part of the trace that it was rendered in, if its `<meta name="sentry-trace">` tells one. */
export const adoptPageTrace = (): void => {
  const sentryTrace = meta('sentry-trace');
  if (sentryTrace) adoptTrace({ sentryTrace, baggage: meta('baggage') });
};
