/**
 * `key=value` in text: `password=…`, `"token": "…"`, `Password=…;`. Which keys are secret is told by
 * the same words as for objects; this file tells what is a value, and what is only code or prose.
 */

/** One `:` or `=` (no comparison, no arrow) after a name that may be quoted, then perhaps the opening quote. Starts with the sign, which is rare, and looks back. */
export const pairPattern = /(?<=([\w.-]+)\\*["'`]?\]?(\s*))[:=](?![:=>])(\s*)(\\*["'`])?/g;

/** What stands there for want of a value, or takes its place: placeholders, variables, types, what is said of one. */
const NO_VALUE =
  /^(?:(?:bearer|basic|token)?\s*(?:$|<[\w -]+>$|\{+[\w.]*\}*$|\*{3}|\.{3}|%[sdo]$|\$\{|\$[a-z_]+$|\[\w*(?:$|[\]. ])).*|string|number|boolean|object|any|unknown|void|null|undefined|none|nil|true|false|new|await|async|this|self|must|should|is|was|not|has|may|can(?:not)?|required|missing|invalid|expired|incorrect|wrong|too|does|failed|empty)$/is;

/** Keys whose value may well be a plain word. */
const IS_PASSWORD = /pass|pwd/i;

/** Length of the value that stands at `at`, up to its closing quote or the first sign that ends a bare one. */
const valueLength = (text: string, at: number, quote: string): number => {
  const value = quote.length > 1 ? /[^"'\\]*/y : quote ? new RegExp(`[^${quote}\\\\]*(?:\\\\[^][^${quote}\\\\]*)*`, 'y') : /[^\s"'`&;,<>(){}[\]|\\]*/y;
  value.lastIndex = at;
  return value.exec(text)?.[0].length ?? 0;
};

/**
 * How many characters after the match of {@link pairPattern} are a secret; 0 when none are. Quoted
 * values are. Bare ones are not when they look like code (`token = readToken()`, `auth: config.auth`)
 * or prose (`Invalid session: expired`): words alone, set off by a blank, are no secret but after a password's key.
 */
export const secretLengthAfter = (match: RegExpExecArray, isSecretKey: (key: string) => boolean): number => {
  const [whole, key = '', before = '', after = '', quote = ''] = match;
  if (!isSecretKey(key)) return 0;
  const at = match.index + whole.length;
  const length = valueLength(match.input, at, quote);
  const value = match.input.slice(at, at + length);
  if (length < 3 || NO_VALUE.test(value)) return 0;
  if (quote || !(before || after)) return isCall(match.input, at + length, value) ? 0 : length;
  // A bare word: a password's when it follows `password:` at once, or ends the line.
  if (/^\p{L}+$/u.test(value) && IS_PASSWORD.test(key)) return isCall(match.input, at + length, value) || (before && !/^(?:$|[\r\n])/.test(match.input.slice(at + length, at + length + 1))) ? 0 : length;
  return /^[A-Za-z_$][A-Za-z_$]*(?:\??\.[A-Za-z_$][\w$]*)*$/.test(value) ? 0 : length;
};

/** `getPassword(` is a call, `P4ss(` hardly. */
const isCall = (text: string, end: number, value: string): boolean => text[end] === '(' && /^[A-Za-z_$][A-Za-z_$.]*$/.test(value);
