import type { ScrubRuleName, ValueRule } from './scrub-rules';
import { sqlValues } from './scrub-sql';

/** Further prefixes of vendors: what runs servers, builds and deploys; and hashes of passwords, which a failed `INSERT` shows. */
const VENDOR =
  /(?<![A-Za-z\d+/])(?:(?:dop_v1_|dckr_pat_|glsa_|lin_api_|figd_|pscale_(?:tkn|pw)_|nfp_|bkua_|sntry[su]_|xkeysib-|tskey-|NRAK-|PMAK-|HRKU-|GOCSPX-|ATATT|AGE-SECRET-KEY-|hvs\.|sq0[a-z]{3}-|access_token\$production\$\w+\$)[\w-]{14,}|(?:dp\.[a-z]{2,5}\.|sl\.|EAA|[A-Za-z\d]{14}\.atlasv1\.)[\w-]{40,}|(?:rubygems|sbp|ntn)_[A-Za-z\d]{30,}|pul-[\da-f]{40}|[\da-f]{32}-us\d{1,2}|fm[12]_[\w+/=]{40,}|1\/\/0[\w-]{40,}|dapi[\da-f]{32}|pat[A-Za-z\d]{14}\.[\da-f]{64}|[\w~.-]{3}\dQ~[\w~.-]{31,}|\$2[aby]\$\d\d\$[./A-Za-z\d]{53}|\$[56]\$[^\s$:]{1,40}\$[./A-Za-z\d]{43,86}|\$argon2\w{1,2}\$[\w$=,+/]{40,})(?:=[\dA-F]{8})?/g;

/** The first group is the name of what matched. */
const byName: ValueRule['check'] = (_text, [, name = ''], isSecretKey) => isSecretKey(name);

/** The name first, which most have in common: an installation is counted in bytes. */
type Row = readonly [name: ScrubRuleName, pattern: RegExp, hint?: RegExp, check?: ValueRule['check']];

const rows: readonly Row[] = [
  ['vendor-key', VENDOR],
  // A request signed for AWS, in three parts; what Digest answers.
  ['authorization', /(?<=\bAWS4-HMAC-SHA256 )Cred[\w/=;, -]+|(?<=\bresponse=")[\da-f]{32,64}(?=")/g, /AWS4|respo/],
  // A `#` in a password, the domain of a user: drivers and proxies say them as they were given.
  ['url-credentials', /(?<=:\/\/)(?:[^\s/?#"'`<>\\@]+#[^\s/?#"'`<>\\]+|[\w.-]+\\+\w+:[^\s/?#"'`<>\\]+)(?=@)/g, /@/],
  // What commands are given: the value of an option; who logs in with `-u name:password` (`1000:1000` is a user and a group);
  // `-p` where it is a password (`-p3306:3306` are ports). Quotes may be those of JSON inside of a text. No blank nor quote
  // in it, and a digit or a sign, for words alone are prose.
  ['pair', /(?<=(?<![\w-])(?:(?:--[\w-]{0,20}(?:pass(?:word|wd|phrase)?|token|secret|key) |(?:login|mongo)[\w @./:=-]{0,80} -p |(?:redis-cli|(?:un)?zip|ldap|sqlcmd|openssl|ssh-keygen)[\w @./:=,-]{0,80} -[aPwkKN] |(?:mysql|mariadb|7za?)[\w @./:=-]{0,80} -p(?!\d{1,5}:)|sshpass -p ?)\\{0,3}["']?|(?:-[uU] ?|--user[ =])\\{0,3}["']?[A-Za-z][\w.@-]{0,60}[:%]))(?=[^\s"'\\]*[^\sA-Za-z"'<>=\\-])[^\s"'<>\\-][^\s"'\\]{2,}/g, /--| -[aKNPUkpuw]/],
  // The same as texts of a list, and what else stands beside its name there (as lists: `scrub-neighbours`).
  ['pair', /(?<=(?<![\w-])--[\w-]{0,20}(?:pass(?:word|wd|phrase)?|token|secret|key)\1\s{0,2},\s{0,20}(\\{0,3}["']))[^"'\\-][^"'\\]{2,}(?=\1)/g, /--/],
  // `content` is often said to people, who are given no digit in the first word.
  ['pair', /(?<=(?:name|key|field|header)\\{0,3}["']?\s?[:=]\s?\\{0,3}["']([\w.-]{1,50})\\{0,3}["'][,\s]\s{0,20}\\{0,3}["']?(?:value|content(?=\W{2,9}[^\s"']{0,200}\d))\\{0,3}["']?\s?[:=]\s?(\\{0,3}["']))[^"'\\]{3,}(?=\2)/gi, /value|content/i, byName],
  // In a list, or as arguments (`setHeader('Authorization', '…')`).
  ['pair', /(?<=[[(]\s?\\{0,3}["']([\w.-]{1,50})\\{0,3}["'],\s{0,2}(\\{0,3}["']))(?=[^\s"'\\]{0,60}\d)[^\s"'\\]{4,}(?=\2\s?[\])])/g, /[[(]/, byName],
  // In code, where a type or another value stands before it, or that it is compared with: `token: string = '…'`, `password = env.PASSWORD || '…'`, or as the one argument: `setPassword('…')`.
  ['pair', /(?<=([\w$-]{1,50})(?:(?:\??: ?[\w<>[\]|]{1,30})? ?(?::=?|[!=]?==?|=>) ?(?:[\w.?[\]'"()-]{1,80} ?(?:\|\||\?\?) ?)?|\((?<=\bset\w{1,50}.))(["'`]))(?=[^\s"'`\\]{0,60}\d)[^\s"'`\\]{6,}(?=\2)/g, /["'`]/, byName],
  // A part of a form as it goes over the wire.
  ['pair', /(?<=form-data; name="([\w.[\]-]{1,50})"\r?\n(?:[^\r\n]{1,99}\r?\n)?\r?\n)[^\r\n]{3,}/g, /form-data/, byName],
  // JSON that stands encoded in an address, perhaps twice.
  ['pair', /(?<=%(?:25)?22([\w.-]{1,50})%(?:25)?22%(?:25)?3A(?:%(?:25)?20|\+)?%(?:25)?22)(?:(?!%(?:25)?22)[^\s"'&]){3,}/gi, /22%/, byName],
  // Labels that people give a password in other languages, but for what is said of one.
  ['pair', /(?<=(?:contraseña|senha|mot de passe|wachtwoord|пароль|密码|密碼|パスワード)["']?\s{0,2}[:=：]\s{0,2}["']?)(?=[^\s"',;&]{0,60}\d)[^\s"'<>,;&，。]{3,}/gi, /[:=：]/],
  // What somebody was told of it: `Invalid API key: …`, `token '…' is not valid`. Long, and with a digit.
  ['pair', /(?<=\b(?:(?:api|access|secret)[ _-]?key|token|secret)(?: provided)?:? {1,2}["']?)(?=[\w.~+/=-]*\d)\w[\w.~+/=-]{15,}/gi, /key|token|secret/i],
  ['pair', /(?<=\b(?:password|identified by) {1,4}(\\{0,3}['"]))[^'"\\]{3,}(?=\1)/gi, /password|identified/i],
  // What somebody sets, by a command or in a file of settings: `aws configure set aws_secret_access_key …`; and passwords that are told plainly.
  ['pair', /(?<=\bset ([\w@./:-]{1,80})[ =]["']?)(?=[^\s"']{0,60}\d)[^\s"']{6,}/g, /\bset /, byName],
  ['pair', /(?<=\b(?:login \S{1,60} password|requirepass|passw(?:ord|ort|d) (?:is|was|lautet|ist)) ["']?)(?=[^\s"']{0,60}\d)(?=[^\s"']{0,60}[A-Za-z])[^\s"']{6,}/gi, /passw|requirepass/i],
  // As settings of containers are written.
  ['pair', /(?<=\b(?:name|key): ["']?([\w.-]{1,50})["']?\r?\n\s{0,20}value: ["']?)[^\r\n"']{3,}/gi, /value: /, byName],
  // The private half of a key as JSON.
  ['private-key', /(?<="(?:d|p|q|d[pq]|qi|k)"\s?:\s?")[\w-]{20,}(?=")/g, /"kty"/],
  // Half of what opens an account by OAuth; its code is the other.
  ['pair', /(?<=\bcode_?verifier["']?\s?[:=]\s?["']?)[\w.~-]{43,}/gi, /verifier/i],
  // Who may set a new password, behind whom it is for.
  ['pair', /(?<=\/reset\/\w{1,12}\/)\w{3,12}-\w{20,}/g, /\/reset\//],
  ['pair', /(?<=<([\w:.-]{1,50})(?: [^<>]{0,200})?>(?:<!\[CDATA\[)?)[^<>[]{3,}?(?=(?:]]>)?<\/\1>)/g, /<\//, byName],
];

/**
 * Rules for text that servers meet and pages do not: command lines (what failed is told with its
 * arguments), SQL, XML, keys of what runs servers. A page need not load them. Their names are those of
 * the rules that they widen.
 */
export const serverRules = (): readonly (ValueRule & { readonly name: ScrubRuleName })[] => [...rows.map(([name, pattern, hint, check]) => ({ name, pattern, hint, check })), sqlValues];
