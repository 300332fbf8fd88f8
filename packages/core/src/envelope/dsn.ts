/**
 * A DSN in parts: `scheme://publicKey[:secret]@host[:port][/path]/projectId`. It says where events
 * go and proves that one may send them there; it gives no right to read.
 */
export interface Dsn {
  readonly scheme: 'http' | 'https';
  readonly publicKey: string;
  /** Historical. Sent when given, never demanded, never printed. */
  readonly secret?: string | undefined;
  /** Name or address; an IPv6 address keeps its brackets. */
  readonly host: string;
  readonly port?: number | undefined;
  /** What stands between host and project, with a leading slash; empty for most servers. */
  readonly path: string;
  readonly projectId: string;
}

// Key, secret and project: what needs no escaping in a URL (RFC 3986 "unreserved"), safe in query,
// header and log alike. No part can match in two ways, so no input makes it slow.
// Not with the flag `i`, for which V8 looks up the case of all that each class leaves out: 0.2 ms of a process's start.
const DSN =
  /^([Hh][Tt]{2}[Pp][Ss]?):\/\/([\w.~-]+)(?::([\w.~-]+)?)?@(\[[\da-fA-F:.]+\]|[^\s:[\]@\\"<>%,/?#]+)(?::(\d+))?((?:\/[^\s\\/?#]+)*)\/([\w.~-]+)\/?$/;

/**
 * Reads a DSN; `undefined` when it is none (`dsnProblem` says why). Strict where a wrong part would
 * send events astray or break a request, lenient where servers differ: keys and project ids of
 * private servers may look otherwise. Blanks around the text and one slash at its end are ignored.
 */
export const readDsn = (text: string): Dsn | undefined => {
  const [, scheme, publicKey = '', secret, host = '', portText, path = '', projectId = ''] = DSN.exec(text.trim()) ?? [];
  const port = Number(portText ?? 1);
  if (!scheme || !port || port > 65_535) return undefined;
  return { scheme: scheme.length > 4 ? 'https' : 'http', publicKey, secret, host, port: portText ? port : undefined, path, projectId };
};

/**
 * Whether Sentry, GlitchTip and Bugsink would take such a DSN: a key of 32 hexadecimal digits, with
 * or without dashes, and a number for a project. What private servers take besides, we do not know.
 */
export const isUsualDsn = (text: string): boolean => /\/\/-*(?:[\da-f]-*){32}[:@].*\/\d+\/?\s*$/i.test(text);
