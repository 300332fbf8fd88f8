import { createCache } from '../base/cache';

/**
 * Which keys hold secrets. Two rules, because they meet different keys:
 *
 * - one for objects of the app's making, token by token, so that `author`, `keyboard` and
 *   `sidebar` survive while `userAuth`, `api-key` and `dbPassword1` do not; also for `key=value` in text;
 * - one for headers, cookies and query parameters, by part of the name, because there names
 *   are made by machines and a false hit costs little.
 *
 * The words are the union drawn in the protocol notes (§10.7) from what the field filters, in the order that compresses best.
 */

/** Stands for what was taken out; the field's word, so that servers show it alike. */
export const FILTERED = '[Filtered]';

/** Secret as a token of a key, and anywhere in the name of a header. */
const WORDS = '[cx]srf|pwd?|session|cookies?|saml|auth|bearer|cred(?:ential)?s?|sso|token(?!s)|secret|sid|jwt';

/**
 * Tested with the key's letters and digits, a blank, and its tokens between blanks. Secret is a token of its own, perhaps numbered
 * (`DB_PASS` is one that ends in it, a `pass_rate` none; before it may stand what is left of `?` and `&` in an encoded
 * address: `%3F`, `%26`), and what stands anywhere among the letters and digits: `X-Api-Key`, `aws_secret_access_key`.
 */
const SECRET = /* @__PURE__ */ new RegExp(` ([25]*(3 ?f|26))?(${WORDS}|oauth|pass(?=\\d* $)|authorization|\\w*(?:token|secrets?)|cv[cv]|otp|sig(?:nature)?|ssn)\\d* |pass(?:wo?r?[dt]|phrase|code)|sess(?:ion)?id|(?:subscription|access|api|ssh|private|priv|signing|encryption|account|secret|shared|master)key|socialsec|securitycode|cardnumber|creditcard`, 'i');

const HEADER_PART = /* @__PURE__ */ new RegExp(`${WORDS}|firebase|sb-|identity|cognito|aws[ae]lb|nonce|__s|pass|sess|akamai|remember|pkce|__host-|[m2]fa|key|oidc`, 'i');

/** What a key ends in that tells something about a secret and does not hold it: how much, how long, when, which (`provider`, `driver`), where, how (`algorithm`). */
const ABOUT = /(?:used|method|ration|sent|type|time(?:out)?|e[ds]_?(?:at|in)|sock|i[dv]er|domain|host|rithm|iry|ttl|count|length|version|name)$/i;

/** Say who or where a visitor is. */
const VISITOR = /forwarded|-ip|remote-|via|-user/i;

/** Verdicts remembered. An app has few keys; one that makes them from ids must not cost memory. */
const MAX_REMEMBERED = 2000;

/**
 * Whether the value under a key of a free object, or of a header, cookie or query parameter, is to be
 * filtered; the answers to keys seen before cost next to nothing.
 */
export type IsSecretKey = (key: string, inHeader?: boolean) => boolean;

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]/gu, '');

/**
 * See {@link IsSecretKey}. `words` are the app's own; each counts wherever it stands in the letters and
 * digits of a key. `visitors`: headers about the visitor stay.
 */
export const createSecretKeys = (words: readonly string[], visitors: boolean): IsSecretKey => {
  const own = words.map(lettersOf).filter(Boolean);
  const verdicts = createCache<boolean>(MAX_REMEMBERED);
  const hasOwn = (key: string): boolean => own.some((word) => lettersOf(key).includes(word));
  const isSecret = (key: string, found: boolean): boolean => (found && !ABOUT.test(key)) || hasOwn(key);
  const isSecretInObject = (key: string): boolean => isSecret(key, SECRET.test(`${lettersOf(key)} ${key.replace(/[^\p{L}\d]+|(?<=[a-z\d])(?=[A-Z])/gu, ' ')} `));
  const isSecretInHeader = (key: string): boolean => isSecret(key, HEADER_PART.test(key) || (!visitors && VISITOR.test(key)));
  return (key, inHeader) => (inHeader ? isSecretInHeader(key) : verdicts(key, isSecretInObject));
};

/** What is to stand for the value of a query parameter; the value itself where it may stay. */
type ReplaceParameter = (name: string, value: string) => string;

/** A query string with the values of secret parameters replaced; the rest stays byte for byte. */
export const scrubQuery = (query: string, replace: ReplaceParameter): string =>
  query.replace(/(?<![^?&=])([^?&=]+)=([^&]+)/g, (_pair, name: string, value: string) => `${name}=${replace(name, value)}`);

/** {@link scrubQuery} by the names that every app has, where no client is at hand. */
export const scrubUsualQuery = (query: string): string => scrubQuery(query, (name, value) => (HEADER_PART.test(name) ? FILTERED : value));
