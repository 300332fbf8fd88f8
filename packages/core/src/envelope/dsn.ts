/**
 * A DSN in parts: `scheme://publicKey[:secret]@host[:port][/path]/projectId`. It says where events
 * go and proves that one may send them there; it gives no right to read.
 */
export interface Dsn {
  readonly scheme: 'http' | 'https';
  readonly publicKey: string;
  /** Historical. Sent when given, never demanded, never printed. */
  readonly secret?: string;
  /** Name or address; an IPv6 address keeps its brackets. */
  readonly host: string;
  readonly port?: number;
  /** What stands between host and project, with a leading slash; empty for most servers. */
  readonly path: string;
  readonly projectId: string;
}

/** Why a text is no DSN: one line to print, which never holds key or secret. */
export interface DsnProblem {
  readonly detail: string;
}

/** `warnings` name what private servers may accept but Sentry, GlitchTip and Bugsink refuse; usually empty. */
export type DsnResult =
  | { readonly ok: true; readonly dsn: Dsn; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problem: DsnProblem };

const SHAPE = 'expected https://<key>@<host>/<project>';

// scheme, rest up to the first slash, rest. No part can match in two ways, so no input makes it slow.
const FRAME = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)([^?#]*)(.*)$/i;
// Characters that need no escaping in a URL (RFC 3986 "unreserved"): safe in query, header and log alike.
const UNRESERVED = /^[\w.~-]+$/;
const HOST = /^(\[[\da-f:.]+\]|[^\s:[\]@\\"<>%,]+)(?::([^:]*))?$/i;
const KEY_OF_PUBLIC_SERVERS = /^[\da-f]{32}$/i;

const refuse = (reason: string): { ok: false; problem: DsnProblem } => ({
  ok: false,
  problem: { detail: `DSN is not usable: ${reason}; ${SHAPE}` },
});

type Part<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: DsnProblem };

const readCredentials = (text: string): Part<Pick<Dsn, 'publicKey' | 'secret'>> => {
  const colon = text.indexOf(':');
  const publicKey = colon === -1 ? text : text.slice(0, colon);
  const secret = colon === -1 ? '' : text.slice(colon + 1);
  if (publicKey === '') return refuse('the key before "@" is empty');
  if (!UNRESERVED.test(publicKey)) return refuse('the key holds characters other than letters, digits and -._~');
  if (secret !== '' && !UNRESERVED.test(secret)) {
    return refuse('the secret after the key holds characters other than letters, digits and -._~');
  }
  return { ok: true, value: { publicKey, ...(secret === '' ? {} : { secret }) } };
};

const readHost = (text: string): Part<Pick<Dsn, 'host' | 'port'>> => {
  const [, host, digits] = HOST.exec(text) ?? [];
  if (host === undefined) return refuse('the host is missing or malformed');
  if (digits === undefined) return { ok: true, value: { host } };
  const port = Number(digits);
  if (!/^\d+$/.test(digits) || port < 1 || port > 65_535) return refuse('the port must be a number from 1 to 65535');
  return { ok: true, value: { host, port } };
};

const readPath = (text: string): Part<Pick<Dsn, 'path' | 'projectId'>> => {
  const trimmed = text.replace(/\/$/, '');
  const slash = trimmed.lastIndexOf('/');
  const projectId = trimmed.slice(slash + 1);
  const path = trimmed.slice(0, Math.max(slash, 0));
  if (projectId === '') return refuse('the project id at the end is missing');
  if (!UNRESERVED.test(projectId)) return refuse('the project id holds characters other than letters, digits and -._~');
  // A blank or a line break here would end up in a request line.
  if (!/^(\/[^\s\\/]+)*$/.test(path)) return refuse('the path holds a blank, a backslash or an empty segment');
  return { ok: true, value: { path, projectId } };
};

const warningsFor = ({ publicKey, projectId }: Dsn): readonly string[] => [
  ...(KEY_OF_PUBLIC_SERVERS.test(publicKey.replaceAll('-', '')) ? [] : ['DSN: the key is not 32 hexadecimal digits; most servers will refuse it']),
  ...(/^\d+$/.test(projectId) ? [] : ['DSN: the project id is not a number; most servers will refuse it']),
];

/**
 * Reads a DSN. Strict where a wrong part would send events astray or break a request, lenient (with
 * warnings) where servers differ: keys and project ids of private servers may look otherwise.
 * Blanks around the text and one slash at its end are ignored.
 */
export const parseDsn = (text: string): DsnResult => {
  const given = text.trim();
  if (given === '') return refuse('it is empty');
  const [, scheme, authority = '', rest = '', query = ''] = FRAME.exec(given) ?? [];
  if (scheme === undefined) return refuse('it does not start with http:// or https://');
  const lower = scheme.toLowerCase();
  if (lower !== 'http' && lower !== 'https') return refuse('its scheme must be http or https');
  if (query !== '') return refuse('it must not hold "?" or "#"');
  const at = authority.lastIndexOf('@');
  if (at === -1) return refuse('there is no key before the host ("@" is missing)');
  const credentials = readCredentials(authority.slice(0, at));
  if (!credentials.ok) return credentials;
  const host = readHost(authority.slice(at + 1));
  if (!host.ok) return host;
  const path = readPath(rest);
  if (!path.ok) return path;
  const dsn: Dsn = { scheme: lower, ...credentials.value, ...host.value, ...path.value };
  return { ok: true, dsn, warnings: warningsFor(dsn) };
};
