import { describe, expect, it } from 'vitest';
import { explain } from './explain';

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

describe('explain', () => {
  it('says code, sentence, detail and what was caught', () => {
    expect(explain({ code: 'T2002', detail: 'Http', cause: new TypeError('no socket') })).toBe('T2002: Integration Http threw and is left out; the others work. (TypeError: no socket)');
  });

  it('says nothing of a cause when there is none', () => {
    expect(explain({ code: 'T3001', detail: '1 × error: closed' })).toBe('T3001: Dropped 1 × error: closed.');
  });

  it('says that a hook has cost an event only where it has', () => {
    expect(explain({ code: 'T2001', detail: 'beforeSend threw' })).toBe('T2001: beforeSend threw. What it was called for was dropped and counted, unless it has to be kept. Mend the hook; it must return what it was given, or null.');
    expect(explain({ code: 'T2001', detail: 'iteratee threw' })).toBe('T2001: iteratee threw. All goes on as if it had not been there; mend it.');
  });

  it.each([
    ['an error of many lines', new Error('first\nsecond'), '(Error: first)'],
    ['a text', 'oops', '(oops)'],
    ['a revoked proxy', revoked(), '(unreadable)'],
    ['an object that is no text', Object.create(null), '(unreadable)'],
    ['megabytes', 'x'.repeat(1e7), `(${'x'.repeat(300)})`],
  ])('keeps to one short line for %s', (_name, cause, expected) => {
    expect(explain({ code: 'T2003', cause })).toMatch(/^T2003: [^\n]+$/);
    expect(explain({ code: 'T2003', cause }).endsWith(expected)).toBe(true);
  });

  it.each([
    ['connect ECONNREFUSED 127.0.0.1:9', ''],
    ['the proxy answered 502', ' Look at transportOptions.proxy, or HTTPS_PROXY of the environment (HTTP_PROXY for a DSN with http://).'],
    ['the proxy answered 407', ' Put name and password into transportOptions.proxy, or HTTPS_PROXY of the environment (HTTP_PROXY for a DSN with http://).'],
    ['write EPROTO 40:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:record.c:355:', ' What listens there does not encrypt, so the DSN may have to say http://.'],
    ['40:error:0A0000C6:SSL routines:tls_get_more_records:packet length too long:record.c:662:', ' What listens there does not encrypt, so the DSN may have to say http://.'],
    ['self-signed certificate in certificate chain', ' To trust it, pass it as transportOptions.caCerts, or its file as NODE_EXTRA_CA_CERTS.'],
    ['unable to verify the first certificate', ' To trust it, pass it as transportOptions.caCerts, or its file as NODE_EXTRA_CA_CERTS.'],
  ])('says where to look on the way when there is %s', (detail, look) => {
    expect(explain({ code: 'T3003', detail })).toBe(`T3003: The server cannot be reached (${detail}); trying again.${look}`);
  });

  it('keeps to one line where OpenSSL ends its own with a break', () => {
    expect(explain({ code: 'T3003', detail: 'write EPROTO 40:error:0A000410:\n' })).toBe('T3003: The server cannot be reached (write EPROTO 40:error:0A000410:); trying again.');
  });
});
