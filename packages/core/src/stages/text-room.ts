import { asciiJson } from '../base/ascii-json';
import { isObject } from '../base/read';
import { scrubQuery } from './scrub-keys';
import type { OnFiltered, Scrubber } from './scrubber';
import type { Zone } from './zones';
import { ours } from './zones';

/** Stands at the end of a string or a list that was cut. */
export const ELLIPSIS = '...';

/**
 * Characters read beyond those that are kept, so that no secret is cut in half before it is seen.
 * Longer secrets are seen by their beginning.
 */
const MARGIN = 4096;

/** Numbers from here on have the twelve digits of the shortest card number. */
const MIN_LONG_NUMBER = 1e11;

/** Keys longer than this are no names. */
const MAX_KEY_LENGTH = 256;

/** A container of this name is walked although it is secret: its own keys tell what is. */
const CONTAINER = /^(session|cookies)$/i;

/** Bounds of text; see `NormaliseOptions`. */
interface RoomOptions {
  readonly maxValueLength: number;
  readonly totalLength: number;
  readonly scrubber: Scrubber;
}

/** Bytes of one character on the wire, at most (`\\u4e16`). */
export const LONGEST_ESCAPE = 6;

/** Quotes around a text, or brackets around an object, and the comma or colon that follows. */
export const PUNCTUATION = 3;

/** Counts what is emitted. Each thing is measured once at most, and none of an event that is small in any case. */
const createBudget = (left: number) => {
  /** What was emitted and is not measured yet; and what that takes, at most. */
  let unread: unknown[] = [];
  let most = 0;
  return {
    /** Hears of a text, or of anything that takes no more; or of what takes so many `bytes`, at most. */
    count(emitted: unknown, bytes = LONGEST_ESCAPE * String(emitted).length + PUNCTUATION): void {
      unread.push(emitted);
      most += bytes;
    },
    /** Then nothing more is begun. */
    isFull(): boolean {
      if (most < left) return false;
      // As a list each has its comma. One is too many, and the brackets are.
      left -= asciiJson(unread).length - 1;
      unread = [];
      most = 0;
      return left <= 0;
    },
  };
};

/** A text for what JSON has no word for: `123n`, `Symbol(x)`, `[NaN]`; empty for anything else. */
const foreignText = (value: unknown): string => {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return String(value);
  return typeof value === 'number' && !isFinite(value) ? `[${value}]` : '';
};

/** The text of one event: scrubbed, cut, and counted on its way out. */
export const createRoom = ({ maxValueLength: textLength, totalLength, scrubber }: RoomOptions, onFiltered: OnFiltered) => {
  const { count, isFull } = createBudget(totalLength);

  const scrub = (value: string, mode: Zone['text']): string => {
    if (mode === 'ours') return value;
    if (mode === 'place') return scrubber.place(value, onFiltered);
    const said = mode === 'query' ? scrubQuery(value, (name, secret) => (scrubber.isSecret(name, true) ? scrubber.underKey(secret, onFiltered) : secret)) : value;
    return scrubber.text(said, onFiltered, mode === 'named');
  };

  /** The text as far as it may be emitted. */
  const text = (value: string, { text: mode }: Zone): string => {
    let said = scrub(value.slice(0, textLength + MARGIN), mode);
    // The end of what was read may hold half a secret, so it goes even where shorter text would have left room for it.
    const kept = value.length > textLength + MARGIN ? Math.min(textLength, said.length - MARGIN) : textLength;
    if (said.length > kept) {
      const cut = said.slice(0, Math.max(0, kept - ELLIPSIS.length)) + ELLIPSIS;
      // The front of a long number may look like a secret, and would to the next walk.
      const again = scrub(cut, mode);
      said = again.length > textLength ? cut : again;
    }
    count(said);
    return said;
  };

  return {
    text,
    count,
    isFull,
    /** Keys that the app makes leave like values do. */
    keyText(name: string, { keys }: Zone): string {
      const key = name.slice(0, MAX_KEY_LENGTH);
      return keys ? scrubber.text(key, onFiltered) : key;
    },
    /** What stands for the value of a secret key; the value itself where the app allows it. Neither nothing nor yes and no are secrets. */
    secretAt(key: string, value: unknown, { keys, below }: Zone): string | undefined {
      const isNamedByUs = !keys && below !== undefined;
      const isNothing = typeof (value ?? true) === 'boolean';
      if (isNamedByUs || isNothing || !scrubber.isSecret(key, keys === 'header') || (isObject(value) && CONTAINER.test(key))) return undefined;
      return text(scrubber.underKey(typeof value === 'string' ? value : '', onFiltered), ours);
    },
    /** What is no object, as JSON can say it; `undefined` leaves the key out. Long numbers may be secrets, and for rules of the app's own all that it hands over. */
    primitive(value: unknown, zone: Zone): unknown {
      const spelt = String(value);
      const foreign = foreignText(value);
      const mayBeSecret = foreign || (typeof value === 'number' && (value >= MIN_LONG_NUMBER || (zone.keys && scrubber.hasOwn)));
      const said = mayBeSecret ? scrub(spelt, zone.text) : spelt;
      if (said !== spelt) return text(said, zone);
      if (foreign) return text(foreign, zone);
      count(spelt);
      // JSON has no -0.
      return value === 0 ? 0 : value;
    },
  };
};
