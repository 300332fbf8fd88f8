/**
 * What is wrong with a DSN, in words: for the line that `explain` prints and for the door `wire`. It
 * stands apart from the reading (`envelope/dsn.ts`), because a page has no room for sentences.
 */

// scheme, authority, path, query and fragment. No part can match in two ways, so no input makes it slow.
const FRAME = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)([^?#]*)(.*)$/is;
const UNRESERVED = /^[\w.~-]+$/;
const HOST = /^(?:\[[\da-f:.]+\]|[^\s:[\]@\\"<>%,]+)(?::([^:]*))?$/i;

const OTHER_CHARACTERS = 'holds characters other than letters, digits and -._~';

const inCredentials = (text: string): string | undefined => {
  const [, key = '', secret = ''] = /^([^:]*):?(.*)$/s.exec(text) ?? [];
  if (key === '') return 'the key before "@" is empty';
  if (!UNRESERVED.test(key)) return `the key ${OTHER_CHARACTERS}`;
  return secret === '' || UNRESERVED.test(secret) ? undefined : `the secret after the key ${OTHER_CHARACTERS}`;
};

const inHost = (text: string): string | undefined => {
  const match = HOST.exec(text);
  if (!match) return 'the host is missing or malformed';
  const [, port = '1'] = match;
  const isPort = /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  return isPort ? undefined : 'the port must be a number from 1 to 65535';
};

const inPath = (text: string): string | undefined => {
  const [, path = '', projectId = ''] = /^(?:(.*)\/)?(.*)$/s.exec(text.replace(/\/$/, '')) ?? [];
  if (projectId === '') return 'the project id at the end is missing';
  if (!UNRESERVED.test(projectId)) return `the project id ${OTHER_CHARACTERS}`;
  // A blank or a line break here would end up in a request line.
  return /^(\/[^\s\\/]+)*$/.test(path) ? undefined : 'the path holds a blank, a backslash or an empty segment';
};

const reasonFor = (text: string): string | undefined => {
  if (text === '') return 'it is empty';
  const [, scheme, authority = '', path = '', query = ''] = FRAME.exec(text) ?? [];
  if (scheme === undefined) return 'it does not start with http:// or https://';
  if (!/^https?$/i.test(scheme)) return 'its scheme must be http or https';
  if (query !== '') return 'it must not hold "?" or "#"';
  const at = authority.lastIndexOf('@');
  if (at === -1) return 'there is no key before the host ("@" is missing)';
  return inCredentials(authority.slice(0, at)) ?? inHost(authority.slice(at + 1)) ?? inPath(path);
};

/** Why a text is no DSN: one line to print, which never holds key or secret. `undefined` when it is one. */
export const dsnProblem = (text: string): string | undefined => {
  const reason = reasonFor(text.trim());
  return reason && `DSN is not usable: ${reason}; expected https://<key>@<host>/<project>`;
};

/** What private servers may accept in a DSN, but Sentry, GlitchTip and Bugsink refuse; one line each. */
export const dsnWarnings = (text: string): readonly string[] => {
  const parts = text.trim().replace(/\/$/, '').split('/');
  const [key = ''] = (parts[2] ?? '').split(/[:@]/);
  const projectId = parts.at(-1) ?? '';
  return [
    ...(/^[\da-f]{32}$/i.test(key.replaceAll('-', '')) ? [] : ['the key is not 32 hexadecimal digits']),
    ...(/^\d+$/.test(projectId) ? [] : ['the project id is not a number']),
  ].map((fault) => `DSN: ${fault}; most servers will refuse it`);
};
