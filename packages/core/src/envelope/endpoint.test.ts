import { describe, expect, it } from 'vitest';
import type { Dsn } from './dsn';
import { authHeader, dsnToString, envelopeUrl } from './endpoint';

const dsn: Dsn = { scheme: 'https', publicKey: 'abc', host: '[::1]', port: 9000, path: '/errors/eu', projectId: '42' };
const withSecret: Dsn = { ...dsn, secret: 'hush' };

describe('envelopeUrl', () => {
  it('keeps the path, the brackets, the port and the slash at the end', () => {
    expect(envelopeUrl(dsn, { auth: 'header' })).toBe('https://[::1]:9000/errors/eu/api/42/envelope/');
  });

  it('escapes the name of the client in the query', () => {
    expect(envelopeUrl(dsn, { auth: 'query', client: 'tocsin.javascript.browser/0.1.0+a b' })).toBe(
      'https://[::1]:9000/errors/eu/api/42/envelope/?sentry_version=7&sentry_key=abc&sentry_client=tocsin.javascript.browser%2F0.1.0%2Ba%20b',
    );
  });

  it('never puts the secret into a URL', () => {
    expect(envelopeUrl(withSecret, { auth: 'query', client: 'a/1' })).not.toContain('hush');
  });
});

describe('authHeader', () => {
  it('names version, client and key', () => {
    expect(authHeader(dsn, 'a/1')).toBe('Sentry sentry_version=7, sentry_client=a/1, sentry_key=abc');
  });

  it('sends a secret only when the DSN has one', () => {
    expect(authHeader(withSecret, 'a/1')).toBe('Sentry sentry_version=7, sentry_client=a/1, sentry_key=abc, sentry_secret=hush');
  });
});

describe('dsnToString', () => {
  it('leaves the secret out, because the text goes into envelopes and logs', () => {
    expect(dsnToString(withSecret)).toBe('https://abc@[::1]:9000/errors/eu/42');
  });
});
