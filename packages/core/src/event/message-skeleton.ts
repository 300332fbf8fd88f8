/**
 * Characters of a message that are read. More than are kept, so that one long part that varies (a
 * URL) does not push the rest out; bounded, because messages hold whole documents at times. No text
 * of this length makes a pattern below slow.
 */
const MAX_READ = 1_000;

/** Characters of a skeleton. */
const MAX_KEPT = 300;

/**
 * Letters like a word's, then perhaps a number: `user42`, `userId`, `HTTP2`, `cus_42`. Hex digits alone
 * are no word. The number of a numbered error is one: there it is the kind of error.
 */
const word = /^(?:.*#.*|(?:[A-Za-z]+_)*(?:(?![\da-fA-F]{4,}$)[A-Z]*[a-z]*(?:[A-Z][a-z]+)*(?=\d*$))?)/;

const starFor = (part: string): string => {
  // A digit at the beginning, as nearly always: no word stands before the number.
  if (part < ':') return '*';
  const letters = word.exec(part)?.[0];
  return letters === part ? part : `${letters}*`;
};

/**
 * The beginning of a text, with `*` for each part that holds a digit; a word stays before its number.
 * A UUID is one part: a group of it without a digit would make each look new.
 * One fast pass that makes the messages of a flood alike, so that what follows can be remembered.
 */
export const withoutNumbers = (text: string): string => text.slice(0, MAX_READ).replace(/\b(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|[Ee]rror #\d+|\w*\d\w*)/g, starFor);

/**
 * A text {@link withoutNumbers}, and without what stands beside a number and looks no more like a word
 * than it (groups of an id). Stars with nothing but signs between are one: `1, 2, 3` is as long as `1`.
 */
export const withoutIds = (text: string): string =>
  text
    .replace(/\S*\*\S*/g, (piece) => piece.replace(/[a-z]+/gi, starFor))
    // A sign belongs to its number.
    .replace(/(?:\B[-+])?\*(?:\P{L}*\*)?/gu, '*');

/** Double, back-tick and single quotations. A single one opens only before a word and does not end inside one (`user's`). */
const quoted =
  /["\u201c-\u201f\xab\xbb][^"\u201c-\u201f\xab\xbb]*(?:["\u201c-\u201f\xab\xbb]|$)|`[^`]*`|(^|[^\w*])['\u2018\u2019](?:[^'\u2018\u2019]|['\u2018\u2019]\w)*(?:['\u2018\u2019]|$)/g;

/** `Date.prototype.toString` and HTTP write days and months so. */
const dayOrMonth = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g;

/**
 * A message without what varies between occurrences of one failure: numbers, ids, dates, addresses
 * and quotations become `*`, white space one blank. The first two lines that have text count (the
 * first alone often says `Invalid invocation:`), at most 300 characters of skeleton. Wants a message
 * {@link withoutNumbers}.
 */
export const skeletonOf = (message: string): string => {
  const twoLines = message.replace(/^\s*(.*)\s*(.*)[^]*/, '$1 $2');
  const words = twoLines.replace(quoted, '$1*').replace(dayOrMonth, '*');
  // URLs and e-mail addresses vary as a whole; after `users/` comes somebody's name.
  const nameless = words.replace(/(^|\s)\S*?(?::\/\/|\S@\S)\S*/g, '$1*').replace(/\b((?:home|users?)[\\/])[^\s\\/]+/gi, '$1*');
  return withoutIds(nameless).replace(/\s+/g, ' ').slice(0, MAX_KEPT).trimEnd();
};
