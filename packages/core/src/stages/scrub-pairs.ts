/**
 * `key=value` in text: `password=…`, `"token": "…"`, `Password=…;`. Which keys are secret is told by
 * the same words as for objects; this file tells what is a value, and what is only code or prose.
 */

/**
 * One `:` or `=` (no comparison; an arrow after a quoted name alone; `%3D` in an address within an address, and
 * `%253D` in one within that) after a name that may be quoted, then perhaps the opening quote. Starts with the sign,
 * which is rare, and looks back only there: to do so at each letter of a long word takes the square of its length.
 */
export const pairPattern = /(%[25]*3D|(?::?=|:)(?![:=>])|=>(?<=["'\]]\s*=>))(?<=([\w.-]+)\\*["'`]?(?:]|%5D)?(\s*)\1)(\s*)(\\*["'`])?/gi;

/** What stands there for want of a value, or takes its place: placeholders, variables, types, what is said of one; in the order that compresses best. */
const NO_VALUE =
  /^(?:(?:bearer|basic|token)?\s*(?:$|<[\w -]+>$|\{+[\w.]*\}*$|%[sdo]$|\$\{|\$[a-z_]+$|\[\w*(?:$|[\]. ])).*|this|missing|true|must|string!?|include|same-origin|number|boolean|nil|void|failed|unknown|expired|undefined|should|false|self|may|await|any|not|does|empty|none|yes|async|was|has|null|object|can|new|required|invalid|incorrect|cannot|wrong|too)$/is;

/** Up to the closing quote, by the quote that opened; bare: up to the first sign that ends one. Behind a backslash a quote is part of the value, unless the quotes have one themselves. */
const valueEnd = (quote: string): RegExp => (quote.length > 1 ? /["'\\]|$/ : quote ? new RegExp(`(?<!\\\\)${quote}|$`) : /[\s"'`&;,<>(){}[\]|\\]|$/);

/**
 * What takes the place of a value and is told by its beginning, with the key before it; and a shell's `PWD`, which is
 * no password. Asked before the end is looked for, which may be far: such pairs may follow each other without one.
 */
const NO_VALUE_HERE = /^[^=]*(?:pwd=\/|=(?:bearer|basic|token)?\s*([*.])\1\1)/i;

/** Characters of a value in which {@link NO_VALUE_HERE} is found. */
const BEGINNING = 20;

/** The port of a host or the line of a file (`auth.internal:5432`, `auth.js:12:5`): then the last part of the name alone says whether it is secret. */
const PORT = /^\d{1,5}\b/;

/** A name, or names joined by dots: code rather than a secret. */
const NAME = /^[A-Za-z_$]+(?:\??\.[A-Za-z_$][\w$]*)*$/;

/**
 * How many characters after the match of {@link pairPattern} are a secret; 0 when none are. Quoted
 * values are. Bare ones are not when they look like code (`token = readToken()`, `auth: config.auth`)
 * or prose (`Invalid session: expired`): words alone, set off by a blank, are no secret but after a password's key.
 */
export const secretLengthAfter = (whole: string, { 2: key = '', 3: before, 4: after, 5: quote = '', index, input }: RegExpExecArray, isSecretKey: (key: string) => boolean): number => {
  const rest = input.slice(index + whole.length);
  if (!isSecretKey(whole === ':' && PORT.test(rest) ? key.replace(/.*\W|^auth$/, '') : key) || NO_VALUE_HERE.test(`${key}=${rest.slice(0, BEGINNING)}`)) return 0;
  const length = rest.search(valueEnd(quote));
  const value = rest.slice(0, length);
  const next = rest[length] ?? '\n';
  // `getPassword(` is a call, `P4ss(` hardly.
  const isCall = next === '(' && NAME.test(value);
  if (length < 3 || isCall || NO_VALUE.test(value)) return 0;
  if (quote || !(before || after)) return length;
  // A bare word: a password's when it follows `password:` at once, or ends the line.
  const isWord = /^\p{L}+$/u.test(value) && /pass|pwd/i.test(key) ? before && next > '\r' : NAME.test(value);
  return isWord ? 0 : length;
};
