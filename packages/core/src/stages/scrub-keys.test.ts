import { describe, expect, it } from 'vitest';
import { isSecretHeader, isSecretKey, scrubQuery } from './scrub-keys';

describe('keys of free objects', () => {
  it.each(['password', 'PASSWORD', 'dbPassword1', 'user_auth', 'api-key', 'X-Api-Key', 'aws_secret_access_key', 'sessionId', 'csrfToken', 'Authorization', 'creditCard', 'connect.sid', 'refresh_token', 'clientSecret', 'privateKey'])(
    '%s is secret',
    (key) => expect(isSecretKey(key)).toBe(true),
  );

  it.each(['author', 'keyboard', 'sidebar', 'monkey', 'president', 'assorted', 'key', 'max_tokens', 'authority', 'passenger', 'secretary', 'inside', 'compass', 'sessions', 'tokenizer', 'id', ''])('%s is not', (key) =>
    expect(isSecretKey(key)).toBe(false),
  );
});

describe('names of headers, cookies and parameters', () => {
  it.each(['Authorization', 'x-auth-token', 'Cookie', 'Set-Cookie', 'X-Forwarded-For', 'PHPSESSID', 'X-CSRF-Token', 'x-real-ip', 'apikey'])('%s is secret', (name) => expect(isSecretHeader(name)).toBe(true));

  it.each(['accept', 'content-type', 'user-agent', 'host', 'referer', 'page'])('%s is not', (name) => expect(isSecretHeader(name)).toBe(false));
});

describe('query strings', () => {
  it('lose the values of secret parameters and keep the rest byte for byte', () => {
    expect(scrubQuery('?page=2&access_token=abc%20d&q=a+b&empty=&password')).toBe('?page=2&access_token=[Filtered]&q=a+b&empty=&password');
  });

  it('come out the same the second time', () => {
    const once = scrubQuery('token=abc&x=1');
    expect(scrubQuery(once)).toBe(once);
  });
});
