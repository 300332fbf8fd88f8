import type { Dsn } from './dsn';

/** With the port, if the DSN names one. */
export const hostOf = ({ host, port }: Dsn): string => (port === undefined ? host : `${host}:${port}`);

/**
 * The DSN as text, without the secret: for the envelope header `dsn` (tunnels) and for people.
 */
export const dsnToString = (dsn: Dsn): string =>
  `${dsn.scheme}://${dsn.publicKey}@${hostOf(dsn)}${dsn.path}/${dsn.projectId}`;

/**
 * How a request proves that it may send. Exactly one form per request: Relay refuses two.
 * `query` is for browsers, where a header would cost a preflight; it needs the name of the client,
 * `<sdk>/<version>`. `header` leaves the URL bare, for `authHeader`.
 */
export type EnvelopeAuth = { readonly auth: 'query'; readonly client: string } | { readonly auth: 'header' };

const queryOf = (dsn: Dsn, client: string): string =>
  `?sentry_version=7&sentry_key=${encodeURIComponent(dsn.publicKey)}&sentry_client=${encodeURIComponent(client)}`;

/** Where to POST envelopes. The slash at the end stays: Django servers (GlitchTip, Bugsink) route on it. */
export const envelopeUrl = (dsn: Dsn, how: EnvelopeAuth): string =>
  `${dsn.scheme}://${hostOf(dsn)}${dsn.path}/api/${dsn.projectId}/envelope/${how.auth === 'query' ? queryOf(dsn, how.client) : ''}`;

/** Value of the `X-Sentry-Auth` request header, for everything but browsers. `client` is `<sdk>/<version>`. */
export const authHeader = (dsn: Dsn, client: string): string => {
  const secret = dsn.secret === undefined ? '' : `, sentry_secret=${dsn.secret}`;
  return `Sentry sentry_version=7, sentry_client=${client}, sentry_key=${dsn.publicKey}${secret}`;
};
