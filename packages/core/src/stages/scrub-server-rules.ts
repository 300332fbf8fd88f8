import type { ScrubRuleName, ValueRule } from './scrub-rules';

/** Further prefixes of vendors: what runs servers, builds and deploys. */
const VENDOR =
  /(?<![A-Za-z\d+/])(?:(?:dop_v1_|dckr_pat_|glsa_|lin_api_|figd_|pscale_tkn_|sntry[su]_|xkeysib-|tskey-|NRAK-|PMAK-|HRKU-|GOCSPX-|ATATT|AGE-SECRET-KEY-|hvs\.|sq0[a-z]{3}-|access_token\$production\$\w+\$)[\w-]{14,}|(?:dp\.[a-z]{2,5}\.|sl\.|EAA|[A-Za-z\d]{14}\.atlasv1\.)[\w-]{40,}|(?:rubygems|sbp|ntn)_[A-Za-z\d]{30,}|dapi[\da-f]{32}|pat[A-Za-z\d]{14}\.[\da-f]{64})(?:=[\dA-F]{8})?/g;

/**
 * Rules for text that servers meet and pages do not: command lines (what failed is told with its
 * arguments), SQL, XML, keys of what runs servers. A page need not load them. Their names are those of
 * the rules that they widen.
 */
export const serverRules: readonly (ValueRule & { readonly name: ScrubRuleName })[] = [
  { name: 'vendor-key', pattern: VENDOR },
  // A request signed for AWS, in three parts.
  { name: 'authorization', hint: /AWS4/, pattern: /(?<=\bAWS4-HMAC-SHA256 )Cred[\w/=;, -]+/g },
  // A `#` in a password, the domain of a user: drivers and proxies say them as they were given.
  { name: 'url-credentials', hint: /@/, pattern: /(?<=:\/\/)(?:[^\s/?#"'`<>\\@]+#[^\s/?#"'`<>\\]+|[\w.-]+\\+\w+:[^\s/?#"'`<>\\]+)(?=@)/g },
  // Quotes may be those of JSON inside of a text. The value of an option: no blank nor quote, and with a digit or a sign in it, for words alone are prose.
  { name: 'pair', hint: /--/, pattern: /(?<=(?<![\w-])--[\w-]{0,20}(?:pass(?:word|wd|phrase)?|token|secret|key) \\{0,3}["']?)(?=[^\s"'\\]*[^\sA-Za-z"'<>=\\-])[^\s"'<>\\-][^\s"'\\]{2,}/g },
  // The same as texts of a list, and what else stands beside its name there (as lists: `scrub-neighbours`).
  { name: 'pair', hint: /--/, pattern: /(?<=(?<![\w-])--[\w-]{0,20}(?:pass(?:word|wd|phrase)?|token|secret|key)\1\s{0,2},\s{0,20}(\\{0,3}["']))[^"'\\-][^"'\\]{2,}(?=\1)/g },
  { name: 'pair', hint: /value/i, pattern: /(?<=(?:name|key)\\{0,3}["']?\s?:\s?\\{0,3}["']([\w.-]{1,50})\\{0,3}["'],\s{0,20}\\{0,3}["']?value\\{0,3}["']?\s?:\s?(\\{0,3}["']))[^"'\\]{3,}(?=\2)/gi, check: ([, key = ''], isSecretKey) => isSecretKey(key) },
  { name: 'pair', hint: /\[/, pattern: /(?<=\[\s?\\{0,3}["']([\w.-]{1,50})\\{0,3}["'],\s{0,2}(\\{0,3}["']))(?=[^\s"'\\]{0,60}\d)[^\s"'\\]{4,}(?=\2\s?\])/g, check: ([, key = ''], isSecretKey) => isSecretKey(key) },
  // Who logs in with `-u name:password`; `1000:1000` is a user and a group.
  { name: 'pair', hint: / -/, pattern: /(?<=(?<![\w-])(?:-u|--user) \\{0,3}["']?[A-Za-z][\w.@-]{0,60}:)(?=[^\s"'\\]*[^\sA-Za-z"'<>=\\-])[^\s"'<>\\-][^\s"'\\]{2,}/g },
  { name: 'pair', hint: / -p/, pattern: /(?<=(?<![\w-])(?:sshpass|login[\w @./:-]{0,80}) -p \\{0,3}["']?)(?=[^\s"'\\]*[^\sA-Za-z"'<>=\\-])[^\s"'<>\\-][^\s"'\\]{2,}/g },
  // Labels that people give a password in other languages, but for what is said of one.
  { name: 'pair', hint: /[:=：]/, pattern: /(?<=(?:contraseña|senha|mot de passe|wachtwoord|пароль|密码|密碼|パスワード)["']?\s{0,2}[:=：]\s{0,2}["']?)(?=[^\s"',;&]{0,60}\d)[^\s"'<>,;&，。]{3,}/gi },
  { name: 'pair', hint: /password|identified/i, pattern: /(?<=\b(?:password|identified by) {1,4}(\\{0,3}['"]))[^'"\\]{3,}(?=\1)/gi },
  { name: 'pair', hint: /<\//, pattern: /(?<=<([\w:.-]{1,50})>)[^<>[]{3,}(?=<\/\1>)/g, check: ([, key = ''], isSecretKey) => isSecretKey(key) },
];
