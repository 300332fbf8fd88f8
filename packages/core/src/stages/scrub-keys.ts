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
const WORDS = '[cx]srf|pwd?|session|cookies?|saml|auth|bearer|credentials?|sso|token|secret|sid|jwt';

/** Between blanks: a token of its own, perhaps numbered; `DB_PASS` is one that ends in it, a `pass_rate` none. Before it may stand what is left of `?` and `&` in an encoded address: `%3F`, `%26`. */
const TOKEN = /* @__PURE__ */ new RegExp(`( |3 ?f|26)(${WORDS}|oauth|pass(?=\\d* $)|authorization|\\w*(?:token|secrets?)|cv[cv]|otp|sig|ssn)\\d* `, 'i');

/** Compared with the key's letters and digits alone, wherever they stand: `X-Api-Key`, `aws_secret_access_key`. */
const PART = /passwo?r?[dt]|passphrase|sessid|sessionid|(?:priv|private|secret|subscription|access|api|signing|encryption|account)key|amzsignature|socialsecurity|cardnumber|xforwardedfor|creditcard/;

const HEADER_PART = /* @__PURE__ */ new RegExp(`${WORDS}|oidc|firebase|sb-|identity|cognito|nonce|__s|supabase|sess|akamai|pass|remember|pkce|__host-|[m2]fa|key|aws[ae]lb`, 'i');

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
  const hasOwn = (key: string): boolean => own.some((word) => lettersOf(key).includes(word));
  const isInObject = createCache(
    MAX_REMEMBERED,
    (key) => TOKEN.test(` ${key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^\p{L}\d]+/gu, ' ')} `) || PART.test(lettersOf(key)) || hasOwn(key),
  );
  const isInHeader = createCache(MAX_REMEMBERED, (name) => HEADER_PART.test(name) || (!visitors && VISITOR.test(name)) || hasOwn(name));
  return (key, inHeader) => (inHeader ? isInHeader : isInObject)(key);
};

/** What is to stand for the value of a query parameter; the value itself where it may stay. */
type ReplaceParameter = (name: string, value: string) => string;

/** A query string with the values of secret parameters replaced; the rest stays byte for byte. */
export const scrubQuery = (query: string, replace: ReplaceParameter): string =>
  query.replace(/(?<![^?&=])([^?&=]+)=([^&]+)/g, (_pair, name: string, value: string) => `${name}=${replace(name, value)}`);

/** {@link scrubQuery} by the names that every app has, where no client is at hand. */
export const scrubUsualQuery = (query: string): string => scrubQuery(query, (name, value) => (HEADER_PART.test(name) ? FILTERED : value));
