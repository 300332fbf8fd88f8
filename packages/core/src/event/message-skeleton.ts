/**
 * Characters of a message that are read. More than are kept, so that one long part that varies (a
 * URL) does not push the rest out; bounded, because messages hold whole documents at times. Every
 * pattern below takes time in proportion to the text, whatever the text.
 */
const MAX_READ = 1_000;

/** Characters of a skeleton. */
const MAX_KEPT = 300;

/** Double, back-tick and single quotations. A single one opens only before a word and does not end inside one (`user's`). */
const quoted =
  /["\u201c-\u201f\xab\xbb][^"\u201c-\u201f\xab\xbb]*(?:["\u201c-\u201f\xab\xbb]|$)|`[^`]*`|(^|\W)['\u2018\u2019](?:[^'\u2018\u2019]|['\u2018\u2019]\w)*(?:['\u2018\u2019]|$)/g;

/** `Date.prototype.toString` and HTTP write days and months so. */
const dayOrMonth = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g;

/** Letters like a word's, then perhaps a number: `user42`, `userId`, `HTTP2`. Hex digits alone are no word. */
const word = /^(?![\da-fA-F]{4,}$)(?:[A-Za-z][a-z]*(?:[A-Z][a-z]+)*|[A-Z]+)(?=\d*$)/;

const starFor = (part: string): string => {
  const letters = word.exec(part)?.[0];
  return letters === part ? part : `${letters ?? ''}*`;
};

/** Stars that stand beside each other, with nothing but signs between, are one: `1, 2, 3` is as long as `1`. */
const joinStars = (text: string): string => text.replace(/\*(?:[^\p{L}*]*\*)+/gu, '*');

/**
 * Replaces ids and numbers in a text without blanks (a path, a file name) by `*`: parts that hold a
 * digit, and what stands beside such a part and looks no more like a word than it.
 */
export const withoutIds = (text: string): string => joinStars(/\d/.test(text) ? text.replace(/[a-z\d]+/gi, starFor) : text);

/** A piece between blanks, or the number of a numbered error, which stays: there it is the kind of error. */
const withoutData = (piece: string): string => {
  // Most pieces are plain words.
  if (!/[\d@\\/]/.test(piece) || piece.includes(' ')) return piece;
  // URLs and e-mail addresses vary as a whole.
  if (/:\/\/|.@./.test(piece)) return '*';
  // After `users/` comes somebody's name; a sign belongs to its number.
  return withoutIds(piece.replace(/\b(home|users?)([\\/])[^\\/]+/i, '$1$2*').replace(/(^|\W)[-+](?=\d)/g, '$1'));
};

/** The part of a message that is read. */
const headOf = (text: string): string => text.trimStart().slice(0, MAX_READ);

const skeletonOf = (head: string): string => {
  const lines = head.match(/\S.*/g) ?? [];
  const unquoted = lines.slice(0, 2).join(' ').replace(quoted, '$1*').replace(dayOrMonth, '*');
  const skeleton = joinStars(unquoted.replace(/\berror #\d+|\S+/gi, withoutData).replace(/\s+/g, ' '));
  return skeleton.slice(0, MAX_KEPT).trimEnd();
};

/**
 * A message without what varies between occurrences of one failure: numbers, ids, dates, addresses
 * and quotations become `*`, white space one blank. The first two lines that have text count (the
 * first alone often says `Invalid invocation:`), at most 300 characters of skeleton.
 */
export const messageSkeleton = (text: string): string => skeletonOf(headOf(text));

/** `0` to `9`. */
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Letters of ASCII in either case; bit 5 is the case. */
const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/**
 * A text that two messages share only if they share their skeleton, in one pass: a fifth of the
 * cost, for recognising the messages of a flood. Each part that holds a digit gives way to what the
 * skeleton makes of it, with a mark of how it began, because a sign before a digit goes. After `#`
 * it stays: `error #310` is another error than `error #311`.
 */
export const messageShape = (text: string): string => {
  const head = headOf(text);
  let shape = '';
  let copied = 0;
  let start = 0;
  let digits = false;
  for (let at = 0; at <= head.length; at++) {
    const code = head.charCodeAt(at);
    if (isDigit(code)) digits = true;
    else if (!isLetter(code)) {
      if (digits && head[start - 1] !== '#') {
        const part = head.slice(start, at);
        shape += head.slice(copied, start) + (isDigit(part.charCodeAt(0)) ? '0' : 'a') + starFor(part);
        copied = at;
      }
      start = at + 1;
      digits = false;
    }
  }
  return shape + head.slice(copied);
};
