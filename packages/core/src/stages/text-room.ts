import type { OnFiltered, Scrubber } from './scrubber';
import type { Zone } from './zones';

/** Stands at the end of a string that was cut. */
const ELLIPSIS = '...';

/**
 * Characters read beyond those that are kept, so that no secret is cut in half before it is seen.
 * Longer secrets are seen by their beginning.
 */
const MARGIN = 4096;

/** Bounds of text; see `NormaliseOptions`. */
interface RoomOptions {
  readonly textLength: number;
  readonly totalLength: number;
  readonly scrubber: Scrubber;
}

/** Bytes on the wire beyond one for each character that has to be escaped there (`\\u4e16`). */
const ESCAPE = 5;

/** Bytes a text takes in our ASCII JSON, nearly: quotes and backslashes, which take two, count as one. */
const sizeOnWire = (text: string): number => (/[^ -~]/.test(text) ? text.length + ESCAPE * text.replace(/[ -~]+/g, '').length : text.length);

/** Room for the text of one event: what is emitted takes from it, and once it is full nothing more is begun. */
export const createRoom = ({ textLength, totalLength, scrubber }: RoomOptions, onFiltered: OnFiltered) => {
  let left = totalLength;
  const take = (length: number): void => {
    left -= length;
  };

  const scrub = (value: string, { text }: Zone): string => {
    if (text === 'ours') return value;
    return text === 'place' ? scrubber.place(value, onFiltered) : scrubber.text(value, onFiltered, text === 'named');
  };

  /** The end of what was read may hold half a secret, so it goes even where shorter text would have left room for it. */
  const cut = (value: string, zone: Zone | undefined): string => {
    const read = value.slice(0, textLength + MARGIN);
    const scrubbed = zone ? scrub(read, zone) : read;
    const end = read.length < value.length ? Math.min(textLength, scrubbed.length - MARGIN) : textLength;
    if (scrubbed.length <= end) return scrubbed;
    const kept = scrubbed.slice(0, Math.max(0, end - ELLIPSIS.length)) + ELLIPSIS;
    // The front of a long number may look like a secret, and would to the next walk.
    const again = zone ? scrub(kept, zone) : kept;
    return again.length <= textLength ? again : kept;
  };

  const takeText = (text: string): void => take(sizeOnWire(text));

  return {
    take,
    takeText,
    isFull: () => left <= 0,
    /** The text as far as it may be emitted; without a zone it is our own. */
    text(value: string, zone?: Zone): string {
      const done = zone && value.length <= textLength && (zone.text === 'ours' || (zone.text === 'all' && scrubber.isClean(value)));
      const kept = done ? value : cut(value, zone);
      takeText(kept);
      return kept;
    },
  };
};
