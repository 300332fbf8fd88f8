import { ibanLength, isCardNumber, isEmail, isPersonalIpV4 } from './scrub-checks';
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
  /**
   * Global; what it matches is the secret. Linear in the text: what repeats is bounded, or cannot be
   * entered again in the middle (a lookbehind says so).
   */
  readonly pattern: RegExp;
  /** Cheap, and true of every text that holds a match; absent where the pattern is cheap itself. */
  readonly hint?: RegExp | undefined;
  /** A closer look: whether the match is a secret, or how much of it is, from its beginning. */
  readonly check?: ((text: string, match: RegExpExecArray, isSecretKey: (key: string) => boolean) => boolean | number) | undefined;
  /** The match only announces the secret, which stands behind it; `check` tells how long it is. */
  readonly ahead?: true;
  /** What the app may be allowed to send: `sendDefaultPii`. */
  readonly pii?: true;
}

/** Prefixes by which vendors mark their keys, so that scanners find them (those that a page may meet; more in `scrub-server-rules`): AWS, Google, GitHub, GitLab, Slack, Stripe, npm, PyPI, SendGrid, Twilio, OpenAI, Anthropic, Discord, Telegram and others; and web hooks, whose address is the secret. */
const VENDOR =
  /(?<![A-Za-z\d])(?:(?:(?:github_pat|gh[opsru]|whsec|shp\w\w|[rs]k_(?:live|test))_|(?:gl[a-z]{1,4}t|xox[a-z]|xapp)-|ya29\.|AIza)[\w-]{14,}|pypi-[\w-]{40,}|(?:npm|hf|gsk|r8)_[A-Za-z\d]{30,}|A(?:[KSB]I|CC)A[A-Z\d]{16}|SG\.[\w-]{16,}\.[\w-]{16,}|sk-(?=[\w-]{0,60}\d)[\w-]{20,}|(?:SK|key-)[\da-f]{32}|[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}|(?:hooks\.slack\.com|webhook\.office\.com|discord\w*\.com\/api)\/[\w@/.-]{16,})|(?<!\d)\d{8,10}:[\w-]{35}(?![\w-])/g;

/** Templates and `ssh://git@host` hold none. */
const credentials: ValueRule & { readonly name: ScrubRuleName } = { name: 'url-credentials', hint: /@/, pattern: /(?<=:\/\/)(?!\$?\{|%s|\[|git@)[^\s/?#"'`<>\\]+(?=@)/g };

/** The built-in rules for text, in the order in which they are applied: the longest secrets first. */
export const valueRules: readonly (ValueRule & { readonly name: ScrubRuleName })[] = [
  // One that is cut off goes to the end of the text.
  { name: 'private-key', pattern: /-----BEGIN[^-]{0,30}PRIVATE[^]*?(?:-----END[^-]{0,40}-----|$)/g },
  { name: 'jwt', pattern: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{4,}[\w.-]*/g },
  credentials,
  { name: 'vendor-key', pattern: VENDOR },
  // In a path, behind what it is good for: `/reset/…`. Long, and letters and digits by turns; no file.
  { name: 'pair', pattern: /(?<=\/(?:magic|token|passw|reset|verif|confirm|invit|activat)[\w-]{0,20}\/)(?=[\w-]*[a-z]\d+[a-z])[\w-]{20,}(?!\.?[\w-])/gi },
  // `Basic authentication` and `bearer certificates` are prose; before `[Filtered]` stands what is left of a pair.
  { name: 'authorization', hint: /bearer|basic|authori/i, pattern: /(?<=(?:bearer|basic|authorization["']?: ?["']?[\w-]{2,20}) {1,4})[\w.~+/=:-]{8,}(?!\[)/gi, check: (secret) => /\d|[a-z][A-Z]|=$/.test(secret) },
  { name: 'pair', pattern: pairPattern, ahead: true, check: secretLengthAfter },
  // Once more: what was taken out may have held the sign that no credentials hold.
  credentials,
  // Before cards: four groups of an account may pass for one. Numbers right behind `%` begin with those of an encoded sign.
  { name: 'iban', pattern: /(?<!\w)[A-Z]{2}\d\d(?: ?[\dA-Z]{4}){2,7}(?: ?[\dA-Z]{1,4})?(?!\w)/g, check: ibanLength },
  {
    name: 'card',
    pattern: /(?<![\w.%])(?:\d{12,19}|\d{4}([\s.+-])\d{4}(?:\d\d\1\d{3}|\1\d{4}\1)\d{1,7})(?!\w)/g,
    check: isCardNumber,
  },
  { name: 'ssn', pattern: /(?<![\w%-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])/g },
  { name: 'email', hint: /@/, pattern: /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\da-z-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])/gi, pii: true, check: isEmail },
  { name: 'ip', pattern: /(?<![\w.%])\d{1,3}(?:\.\d{1,3}){3}(?!\w|-[A-Za-z]|\.\d)/g, pii: true, check: isPersonalIpV4 },
  { name: 'ip', pattern: /(?<![\w:])(?:[23][\da-f]{3}|f[cd][\da-f]{2}|fe[89ab][\da-f])(?=(?::\w{1,4}){0,6}::|(?::\w{1,4}){7})(?::[\da-f]{0,4}){2,7}(?![\w:])/gi, pii: true },
];
