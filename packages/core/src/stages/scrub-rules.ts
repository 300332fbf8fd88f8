import { ibanLength, isCardNumber, isEmail, isIpV6, isPersonalIpV4 } from './scrub-checks';
import { pairPattern, secretLengthAfter } from './scrub-pairs';

/** Names of the built-in rules, for reports and for switching them off. `key` is the rule for keys of objects. */
export type ScrubRuleName =
  | 'key'
  | 'private-key'
  | 'jwt'
  | 'url-credentials'
  | 'vendor-key'
  | 'authorization'
  | 'pair'
  | 'card'
  | 'iban'
  | 'ssn'
  | 'email'
  | 'ip';

/** Finds one kind of secret in text. */
export interface ValueRule {
  readonly name: string;
  /** Cheap, and true of every text that holds a match; absent where the pattern is cheap itself. */
  readonly hint?: RegExp;
  /**
   * Global. Linear in the text: what repeats is bounded, or cannot be entered again in the middle
   * (a lookbehind says so).
   */
  readonly pattern: RegExp;
  /** The group that stands in front of the secret and stays (0: all that matched). */
  readonly keeps?: number;
  /** Characters of the secret, which stands after what is kept; 0 when it is none after all. Absent: the rest of the match. */
  readonly lengthOf?: (match: RegExpExecArray, isSecretKey: (key: string) => boolean) => number;
  /** What the app may be allowed to send: `sendDefaultPii`. */
  readonly pii?: true;
}

/** All of the match, if it passes a closer look. */
const when =
  (isSecret: (secret: string, match: RegExpExecArray) => boolean): NonNullable<ValueRule['lengthOf']> =>
  (match) =>
    isSecret(match[0], match) ? match[0].length : 0;

/** Prefixes by which vendors mark their keys, so that scanners find them: AWS, Google, GitHub, GitLab, Slack, Stripe, npm, PyPI, SendGrid, Twilio, OpenAI, Anthropic, Discord, Telegram and others; and web hooks, whose address is the secret. */
const VENDOR =
  /(?<![A-Za-z\d])(?:(?:gh[opsru]_|github_pat_|gl[a-z]{2,5}-|xox[a-z]-|xapp-|[rs]k_(?:live|test)_|whsec_|shp[a-z]{2}_|ya29\.|AIza)[\w-]{14,}|(?:npm|hf)_[A-Za-z\d]{30,}|pypi-[\w-]{40,}|A(?:KIA|SIA|BIA|CCA)[A-Z\d]{16}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:SK|key-)[\da-f]{32}|sk-(?=[\w-]{0,60}\d)[\w-]{20,}|[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}|(?:hooks\.slack\.com|discord(?:app)?\.com\/api|webhook\.office\.com)\/[\w@/.-]{16,})|(?<!\d)\d{8,10}:[\w-]{35}(?![\w-])/g;

/** The built-in rules for text, in the order in which they are applied: the longest secrets first. */
export const valueRules: readonly ValueRule[] = [
  {
    name: 'private-key',
    hint: /-----BEGIN/,
    // One that is cut off goes to the end of the text.
    pattern: /-----BEGIN[A-Z\d ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----[^]*?(?:-----END[A-Z\d ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----|$)/g,
  },
  { name: 'jwt', pattern: /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]{4,})(?:\.[\w-]*){0,3}/g },
  {
    name: 'url-credentials',
    hint: /@/,
    keeps: 1,
    pattern: /(:\/\/)[^\s/?#"'`<>\\]+(?=@)/g,
    // Templates and `ssh://git@host` hold none.
    lengthOf: ([whole], _isSecretKey) => (/^:\/\/(?:\$\{|%s|\{|git$|\[)/.test(whole) ? 0 : whole.length - 3),
  },
  { name: 'vendor-key', pattern: VENDOR },
  {
    name: 'authorization',
    hint: /b(?:earer|asic) /i,
    keeps: 1,
    pattern: /(\b(?:bearer|basic) {1,4})[\w.~+/=:-]{8,}/gi,
    // `Basic authentication` and `bearer certificates` are prose; before `[Filtered]` stands what is left of a pair.
    lengthOf: ({ 0: whole, 1: scheme = '', input, index }) => (input[index + whole.length] !== '[' && /\d|[a-z][A-Z]|=$/.test(whole.slice(scheme.length)) ? whole.length - scheme.length : 0),
  },
  { name: 'pair', keeps: 0, pattern: pairPattern, lengthOf: secretLengthAfter },
  {
    name: 'card',
    hint: /\d(?:[ -]?\d){11}/,
    pattern: /(?<![\w.])(?:\d{12,19}|\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{4,5})(?!\w)/g,
    lengthOf: when(isCardNumber),
  },
  {
    name: 'iban',
    hint: /\d\d ?[\dA-Z]{4} ?[\dA-Z]{4}/,
    pattern: /(?<!\w)[A-Z]{2}\d\d(?: ?[\dA-Z]{4}){2,7}(?: ?[\dA-Z]{1,4})?(?!\w)/g,
    lengthOf: ([whole]) => ibanLength(whole),
  },
  { name: 'ssn', hint: /\d-\d\d-\d/, pattern: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])/g },
  {
    name: 'email',
    hint: /@/,
    pattern: /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\da-z-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])/gi,
    pii: true,
    lengthOf: when(isEmail),
  },
  {
    name: 'ip',
    pattern: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|-[A-Za-z]|\.\d)/g,
    pii: true,
    lengthOf: when((address, { input, index }) => isPersonalIpV4(address, input.slice(Math.max(0, index - 40), index))),
  },
  {
    name: 'ip',
    hint: /:[\da-f]{0,4}:/i,
    pattern: /(?<![\w:])(?:[23][\da-f]{3}|f[cd][\da-f]{2}|fe[89ab][\da-f])(?::[\da-f]{0,4}){2,7}(?![\w:])/gi,
    pii: true,
    lengthOf: when(isIpV6),
  },
];
