/**
 * Which keys hold secrets. Two rules, because they meet different keys:
 *
 * - `inObject` for objects of the app's making, token by token, so that `author`, `keyboard` and
 *   `sidebar` survive while `userAuth`, `api-key` and `dbPassword1` do not; also for `key=value` in text;
 * - `inHeader` for headers, cookies and query parameters, by part of the name, because there names
 *   are made by machines and a false hit costs little.
 *
 * The words are the union drawn in the protocol notes (§10.7) from what the field filters.
 */

/** Stands for what was taken out; the field's word, so that servers show it alike. */
export const FILTERED = '[Filtered]';

const SECRET_TOKENS =
  'passphrase passwort pwd secret secrets auth oauth credential credentials token session cookie cookies csrf xsrf ssn cvv cvc jwt bearer sso saml sid otp sig authorization';

/** Compared with the key's letters and digits alone, wherever they stand: `X-Api-Key`, `aws_secret_access_key`. */
const SECRET_PARTS = /passw(?:or)?d|(?:access|auth|refresh|id)token|(?:client|app|shared)secret|sess(?:ion)?id|(?:api|private|access|account|secret|signing|encryption)key|creditcard|cardnumber|socialsecurity|mysqlpwd|connectsid|setcookie|xforwardedfor|amzsignature/;

const SECRET_HEADER_PARTS =
  /auth|token|secret|passw|pwd|key|jwt|bearer|sso|saml|[cx]srf|credentials|sid|identity|cookie|sess|remember|oidc|pkce|nonce|__secure-|__host-|aws[ae]lb|akamai|__stripe|cognito|firebase|supabase|sb-|mfa|2fa/;

/** Say who or where a visitor is. */
const PII_HEADER_PARTS = /forwarded|-ip|remote-|via|-user/;

/** Verdicts remembered. An app has few keys; one that makes them from ids must not cost memory. */
const MAX_REMEMBERED = 2000;

/** Which keys are secret; the answers to keys seen before cost next to nothing. */
export interface SecretKeys {
  /** `true` when the value under a key of a free object is to be filtered. */
  inObject(key: string): boolean;
  /** `true` when the value of a header, cookie or query parameter is to be filtered. */
  inHeader(name: string): boolean;
}

/** What the app says of its keys. */
export interface SecretKeyOptions {
  /** Further words; each counts wherever it stands in the letters and digits of a key. */
  readonly words: readonly string[];
  /** Headers about the visitor stay. */
  readonly sendDefaultPii: boolean;
}

/** See {@link SecretKeys}. */
export const createSecretKeys = ({ words, sendDefaultPii }: SecretKeyOptions): SecretKeys => {
  const tokens = new Set(SECRET_TOKENS.split(' '));
  const ownParts = words.map((word) => lettersOf(word)).filter((word) => word !== '');
  const hasOwnPart = (letters: string): boolean => ownParts.some((part) => letters.includes(part));

  const inObject = (key: string): boolean => {
    const parts = key
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}\d]+/u);
    const letters = parts.join('');
    return parts.some((part) => tokens.has(part.replace(/\d+$/, ''))) || SECRET_PARTS.test(letters) || hasOwnPart(letters);
  };

  const inHeader = (name: string): boolean => {
    const lower = name.toLowerCase();
    return SECRET_HEADER_PARTS.test(lower) || (!sendDefaultPii && PII_HEADER_PARTS.test(lower)) || hasOwnPart(lettersOf(name));
  };

  return { inObject: remembered(inObject), inHeader: remembered(inHeader) };
};

/** Replaces the value of a query parameter, or answers `undefined` where it may stay. */
type ReplaceParameter = (name: string, value: string) => string | undefined;

const replaceSecret: ReplaceParameter = (name) => (SECRET_HEADER_PARTS.test(name.toLowerCase()) ? FILTERED : undefined);

/** A query string with the values of secret parameters replaced, by default those that every app has; the rest stays byte for byte. */
export const scrubQuery = (query: string, replace: ReplaceParameter = replaceSecret): string =>
  query.replace(/([^?&=]+)=([^&]+)/g, (pair, name: string, value: string) => {
    const replaced = replace(name, value);
    return replaced === undefined ? pair : `${name}=${replaced}`;
  });

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]/gu, '');

const remembered = (judge: (key: string) => boolean): ((key: string) => boolean) => {
  const verdicts = new Map<string, boolean>();
  return (key) => {
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    if (verdicts.size >= MAX_REMEMBERED) verdicts.clear();
    const verdict = judge(key);
    verdicts.set(key, verdict);
    return verdict;
  };
};
