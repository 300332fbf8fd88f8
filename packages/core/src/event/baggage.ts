import { attemptOr } from '../base/fences';
import type { DynamicSamplingContext } from './trace';

/** Our entries of the list; those of other vendors belong to the app and are never read. */
const PREFIX = 'sentry-';

/** What proxies and servers let through, in characters and entries (W3C Baggage §3.3.2). */
const MAX_LENGTH = 8192;
const MAX_ENTRIES = 64;

const entriesOf = (text: unknown): readonly (readonly [key: string, entry: string])[] =>
  (typeof text === 'string' ? text : '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => [entry.split('=', 1)[0]?.trim() ?? '', entry] as const);

const valueOf = (entry: string): string => {
  const raw = entry.slice(entry.indexOf('=') + 1).split(';', 1)[0]?.trim() ?? '';
  // Not percent-encoded after all: the text itself is the value.
  return attemptOr(raw, () => decodeURIComponent(raw));
};

/** The `sentry-` entries of a baggage header, without the prefix; later ones of one name win. */
export const parseBaggage = (text: string | undefined): DynamicSamplingContext =>
  Object.fromEntries(
    entriesOf(text)
      .filter(([key, entry]) => key.startsWith(PREFIX) && key.length > PREFIX.length && entry.includes('='))
      .map(([key, entry]) => [key.slice(PREFIX.length), valueOf(entry)]),
  );

/**
 * The baggage header for an outgoing request: what the app put there itself, then ours in place of
 * older entries of ours. What would go over the limits of the standard is left out, ours first: the
 * app's own entries are not ours to lose.
 */
export const baggageHeader = (dsc: DynamicSamplingContext, own?: string): string | undefined => {
  const theirs = entriesOf(own).flatMap(([key, entry]) => (key.startsWith(PREFIX) ? [] : [entry]));
  const ours = Object.entries(dsc).map(([key, value]) => `${PREFIX}${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  let length = theirs.join(',').length;
  const fitting = ours.slice(0, Math.max(0, MAX_ENTRIES - theirs.length)).filter((entry) => {
    const fits = length + 1 + entry.length <= MAX_LENGTH;
    if (fits) length += 1 + entry.length;
    return fits;
  });
  const header = [...theirs, ...fitting].join(',');
  return header === '' ? undefined : header;
};
