import { attemptOr } from '../base/fences';
import type { DynamicSamplingContext } from './trace';

/** One entry of ours, for those of other vendors belong to the app and are never read: a name of the characters that the standard allows (and brackets), which needs no encoding on the way out, and a value up to its properties. */
const OURS = /^sentry-([\w!#$%&'()*+.^`|~-]+)\s*=([^;]*)/;

/** What proxies and servers let through, in characters and entries (W3C Baggage §3.3.2). */
const MAX_LENGTH = 8192;
const MAX_ENTRIES = 64;

/** A header that came several times is one list; what cannot be read has no entries. */
const entriesOf = (given: unknown): readonly string[] =>
  attemptOr<readonly unknown[]>([], () => [given].flat())
    .flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
    .map((entry) => entry.trim())
    .filter(Boolean);

/** `first`, whatever it takes, and of `more` what still fits into the limits. */
const withinLimits = (first: readonly string[], more: readonly string[]): readonly string[] => {
  const kept = [...first];
  // A comma goes with each, but for the last.
  let room = MAX_LENGTH + 1 - [...first, ''].join(',').length;
  for (const entry of more) {
    if (kept.length >= MAX_ENTRIES || entry.length >= room) continue;
    kept.push(entry);
    room -= entry.length + 1;
  }
  return kept;
};

/** The `sentry-` entries of a baggage header, without the prefix, as far as they keep to the limits; later ones of one name win. */
export const parseBaggage = (given: unknown): DynamicSamplingContext => {
  const ours = entriesOf(given).filter((entry) => OURS.test(entry));
  return Object.fromEntries(
    withinLimits([], ours).map((entry) => {
      const [, key = '', value = ''] = OURS.exec(entry) ?? [];
      const raw = value.trim();
      // Not percent-encoded after all: the text itself is the value.
      return [key, attemptOr(raw, () => decodeURIComponent(raw))];
    }),
  );
};

/**
 * The baggage header for an outgoing request: what the app put there itself, then ours in place of
 * older entries of ours. What would go over the limits of the standard is left out, ours first: the
 * app's own entries are not ours to lose.
 */
export const baggageHeader = (dsc: DynamicSamplingContext, own?: string | readonly string[]): string | undefined => {
  const theirs = entriesOf(own).filter((entry) => !entry.startsWith('sentry-'));
  // Half of a surrogate pair cannot be encoded; the other facts go all the same.
  const ours = Object.entries(dsc).flatMap(([key, value]) => (value === undefined ? [] : attemptOr<readonly string[]>([], () => [`sentry-${key}=${encodeURIComponent(value)}`])));
  return withinLimits(theirs, ours).join(',') || undefined;
};
