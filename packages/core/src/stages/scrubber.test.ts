import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrubber } from './scrubber';
import { gateEvent } from './gate';

const scrubber = () => createScrubber({}, () => {});
const scrub = (text: string): string => scrubber().text(text, () => {});

describe('scrubbing', () => {
  it.each([
    ['password="a \\" b" x', 'password="[Filtered]" x'],
    ['?password=a%20b&x=1', '?password=[Filtered]&x=1'],
    ['url: https://x.example/?password=hunter22', 'url: https://x.example/?password=[Filtered]'],
    ['1234 4111 1111 1111 1111', '1234 [Filtered]'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', '[Filtered]'],
    ['Cookie: theme=dark; sid=abcdef123', 'Cookie: [Filtered]; sid=[Filtered]'],
    ['user%5Bpassword%5D=hunter22&page=2', 'user%5Bpassword%5D=[Filtered]&page=2'],
    ['at auth.js:12:5, auth.js.token:48213', 'at auth.js:12:5, auth.js.token:[Filtered]'],
    ['connect ECONNREFUSED auth.internal:5432', 'connect ECONNREFUSED auth.internal:5432'],
    ['auth-service:3000 refused, at session_store.py:45, auth.go:123', 'auth-service:3000 refused, at session_store.py:45, auth.go:123'],
    ['db.password:12345 and api-key=48213', 'db.password:[Filtered] and api-key=[Filtered]'],
    ['tokenCount=17 session.duration: 3600s', 'tokenCount=17 session.duration: 3600s'],
    ['-----BEGIN%20PRIVATE%20KEY-----%0AMIIE%0A-----END%20PRIVATE%20KEY-----', '[Filtered]'],
    ['{"appVersion":"10.20.30.40"} engine_version=12.0.45.6 server 203.0.113.9', '{"appVersion":"10.20.30.40"} engine_version=12.0.45.6 server [Filtered]'],
    ['no. 1234 5678 9012 3456', 'no. 1234 5678 9012 3456'],
    ['[password] => 6bD8kj6JR5uy', '[password] => [Filtered]'],
    ['password := "TWDq6DAFYe0J"', 'password := "[Filtered]"'],
    ['connect ECONNREFUSED auth:3000', 'connect ECONNREFUSED auth:3000'],
    ['mutation Login($password: String!) { token }', 'mutation Login($password: String!) { token }'],
    ["fetch(url, { credentials: 'same-origin' })", "fetch(url, { credentials: 'same-origin' })"],
    ['tokenExpiresAt: 2026-01-02T10:11:12Z AUTH_PROVIDER=google', 'tokenExpiresAt: 2026-01-02T10:11:12Z AUTH_PROVIDER=google'],
    ['session.timeout.handler:48213, otp:48213, auth: 12345', 'session.timeout.handler:48213, otp:[Filtered], auth: [Filtered]'],
    ['card 4111.1111.1111.1111 declined', 'card [Filtered] declined'],
    ["headers['authorization'] = 'abc123def'", "headers['authorization'] = '[Filtered]'"],
  ])('%s', (text, expected) => {
    expect(scrub(text)).toBe(expected);
  });

  it('finds credentials that begin where a pair was taken out', () => {
    expect(scrub('://password=#=*[@')).toBe('://[Filtered]@');
  });

  it('changes nothing the second time, whatever the text', () => {
    const pieces = fc.constantFrom('password', 'token', '=', ': ', '"', "'", '\\', '@', '://', 'a.b', '4111111111111111', ' ', '91.2.3.44', 'Bearer ', 'eyJabcdefgh', '.', 'sk-', '[Filtered]', '...', 'x1', '\n', '%3Fauth', '%25', '%3D', '%26', 'auth.js:', '12:5');
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (parts) => {
        const once = scrub(parts.join(''));
        expect(scrub(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  // With a pattern that goes back and forth this would take hours; the time limit of the test is the bound.
  it.each(['a', '4', '4111 ', ' ', 'password   ', 'a=', 'password="', '\\"\\', '-----BEGIN PRIVATE KEY-----', 'eyJ-', 'sk-', 'a@a.', '://a:b', 'bearer ', 'DE00 AAAA ', '1.1.', 'a:a:', '"password":', '%25', 'a%3D', '%3Fauth%3D', '%2526sid%253D ', '/reset/', '/reset', '/reset/a1', '/reset/a/', 'auth:1', 'a :=', '-----END ', '4111.'])(
    'takes time in proportion to the text: a quarter of a megabyte of %s',
    (piece) => {
      const text = piece.repeat(262_144 / piece.length);
      expect(typeof scrub(text)).toBe('string');
    },
  );

  it('takes time in proportion to the name of a value', () => {
    expect(scrub(`${'26'.repeat(131_072)}=x`)).toHaveLength(262_146);
  });

  it('cuts no secret in half before it was seen, and lets nothing follow the cut', () => {
    const options = { normalizeDepth: 3, normalizeMaxBreadth: 20, maxValueLength: 100, totalLength: 5000, describe: () => undefined, scrubber: scrubber() };
    const token = `ghp_${'a1'.repeat(18)}`;
    for (let at = 50; at < 110; at++) {
      const event = gateEvent({ event_id: 'e', timestamp: 1, message: `${'x '.repeat(at / 2)}${token} ${'y '.repeat(4000)}${token}` }, options, { onFiltered: () => {} });
      expect(event.message?.length).toBeLessThanOrEqual(100);
      expect(event.message).not.toContain('ghp');
    }
  });
});

describe('names of files', () => {
  it('stay, but for credentials, query and fragment', () => {
    const place = (name: string) => scrubber().place(name, () => {});
    expect(place('/srv/4111111111111111/jane@example.com/app.js')).toBe('/srv/4111111111111111/jane@example.com/app.js');
    expect(place('https://bob:hunter22@cdn.example/app.js?token=abc123')).toBe('https://[Filtered]@cdn.example/app.js?token=[Filtered]');
    expect(place('webpack://./src/a.js#x')).toBe('webpack://./src/a.js#x');
  });
});
