/**
 * Which keys hold secrets. Two rules, because they meet different keys:
 *
 * - {@link isSecretKey} for objects of the app's making, token by token, so that `author`,
 *   `keyboard` and `sidebar` survive while `userAuth`, `api-key` and `dbPassword1` do not;
 * - {@link isSecretHeader} for headers, cookies and query parameters, by part of the name, because
 *   there names are made by machines and a false hit costs little.
 *
 * The words are the union drawn in the protocol notes (§10.7) from what the field filters.
 */

/** Stands for what was taken out; the field's word, so that servers show it alike. */
export const FILTERED = '[Filtered]';

const SECRET_TOKENS = new Set(
  'password passwd passphrase pwd secret secrets auth oauth credential credentials token session cookie cookies csrf xsrf ssn cvv cvc jwt bearer sso saml sid otp authorization apikey privatekey'.split(' '),
);

/** Compared with the key's letters and digits alone, wherever they stand: `X-Api-Key`, `aws_secret_access_key`. */
const SECRET_PARTS = /apikey|privatekey|accesskey|secretkey|signingkey|encryptionkey|creditcard|cardnumber|socialsecurity|mysqlpwd|connectsid|setcookie|xforwardedfor/;

const SECRET_HEADER_PARTS =
  /auth|token|secret|session|passw|pwd|key|jwt|bearer|sso|saml|csrf|xsrf|credentials|sid|identity|cookie|sess|remember|oidc|pkce|nonce|__secure-|__host-|awsalb|awselb|akamai|__stripe|cognito|firebase|supabase|sb-|mfa|2fa|forwarded|-ip|remote-|via|-user/;

/** `true` when the value under a key of a free object is to be filtered. */
export const isSecretKey = (key: string): boolean => {
  const tokens = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return tokens.some((token) => SECRET_TOKENS.has(token.replace(/\d+$/, ''))) || SECRET_PARTS.test(tokens.join(''));
};

/** `true` when the value of a header, cookie or query parameter is to be filtered. */
export const isSecretHeader = (name: string): boolean => SECRET_HEADER_PARTS.test(name.toLowerCase());

/** A query string with the values of secret parameters filtered; the rest stays byte for byte. */
export const scrubQuery = (query: string): string =>
  query.replace(/([^?&=]+)=([^&]*)/g, (pair, name: string) => (isSecretHeader(name) ? `${name}=${FILTERED}` : pair));
