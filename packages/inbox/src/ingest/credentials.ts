import { parseDsn } from '@tocsin/core/wire';
import { accept, refuse, type Step } from './refusal';

/** A key that came with a request, and how. */
export interface Credential {
  readonly form: string;
  readonly key: string;
}

/** The parts of a request that can carry a key. */
export interface CredentialSource {
  readonly header: (name: string) => string | undefined;
  readonly query: (name: string) => string | undefined;
}

const PAIR = /^\s*([\w-]+)\s*=\s*"?([^"]*?)"?\s*$/;

/** `Sentry sentry_version=7, sentry_key=…`: pairs in any order. */
const keyOfSentryScheme = (value: string | undefined): string | undefined => {
  const [, pairs] = /^\s*sentry\s+(.*)$/i.exec(value ?? '') ?? [];
  const found = pairs?.split(',').map((pair) => PAIR.exec(pair)).find((match) => match?.[1]?.toLowerCase() === 'sentry_key');
  return found?.[2];
};

/** `Basic base64(key:secret)`, which is what a DSN used as a plain URL becomes. */
const keyOfBasicScheme = (value: string | undefined): string | undefined => {
  const [, encoded] = /^\s*basic\s+([\w+/=-]+)\s*$/i.exec(value ?? '') ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0];
};

/**
 * The key that a request carries outside its body; `undefined` when there is none. Several forms at
 * once are fine as long as they agree: a proxy may have added one. When they disagree, nobody can
 * tell which was meant.
 */
export const readCredential = ({ header, query }: CredentialSource): Step<Credential | undefined> => {
  const forms: readonly (readonly [string, string | undefined])[] = [
    ['X-Sentry-Auth', keyOfSentryScheme(header('x-sentry-auth'))],
    ['Authorization', keyOfSentryScheme(header('authorization')) ?? keyOfBasicScheme(header('authorization'))],
    ['the query', query('sentry_key')],
  ];
  const given = forms.flatMap(([form, key]) => (key === undefined || key === '' ? [] : [{ form, key }]));
  const [first] = given;
  const other = given.find(({ key }) => key !== first?.key);
  if (first && other) {
    return refuse({ status: 401, detail: `${first.form} and ${other.form} carry different keys; send one of them` });
  }
  return accept(first);
};

/** The key in the envelope header `dsn`, for senders that have no other place (tunnels, sidecars). */
export const readEnvelopeCredential = (dsn: unknown): Credential | undefined => {
  const parsed = typeof dsn === 'string' ? parseDsn(dsn) : undefined;
  return parsed?.ok ? { form: 'the DSN in the envelope header', key: parsed.dsn.publicKey } : undefined;
};

/** A project that may be written to. */
export interface Project {
  readonly id: number;
  readonly publicKey: string;
}

/** Whether the key opens the project. Dashes and case do not matter: some clients write the key as a UUID. */
export const authorise = (credential: Credential | undefined, project: Project): Step<Credential> => {
  if (!credential) {
    return refuse({ status: 401, detail: 'no key was sent; use X-Sentry-Auth, the query parameter sentry_key or a DSN in the envelope header' });
  }
  const plain = (key: string): string => key.replaceAll('-', '').toLowerCase();
  return plain(credential.key) === plain(project.publicKey)
    ? accept(credential)
    : refuse({ status: 403, detail: `the key in ${credential.form} is not the key of project ${project.id}` });
};
