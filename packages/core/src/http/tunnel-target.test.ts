import { assert, property, string, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tunnelTarget } from './tunnel-target';

const DSN = 'https://0123456789abcdef0123456789abcdef@errors.example/7';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const envelope = (dsn: unknown): Uint8Array => bytes(`${JSON.stringify({ event_id: 'e', dsn })}\n{"type":"event"}\n{}`);

describe('the target of a tunnelled envelope', () => {
  it('is the allowed DSN that its header names, with the secret that only the server knows', () => {
    const withSecret = DSN.replace('@', ':topsecret@');
    expect(tunnelTarget(envelope(DSN), ['https://other@errors.example/8', withSecret])).toMatchObject({ ok: true, dsn: { projectId: '7', secret: 'topsecret' } });
  });

  it.each([
    ['another host', DSN.replace('errors.example', 'evil.example')],
    ['a host that only begins alike', DSN.replace('errors.example', 'errors.example.evil.example')],
    ['another port', DSN.replace('example/', 'example:8080/')],
    ['another scheme', DSN.replace('https', 'http')],
    ['another path', DSN.replace('/7', '/deep/7')],
    ['another project', `${DSN}1`],
    ['another key', DSN.replace('0123', '3210')],
    ['an address inside the network', 'http://0123456789abcdef0123456789abcdef@169.254.169.254/7'],
    ['no DSN at all', 'hello'],
  ])('is none for %s', (_what, dsn) => {
    expect(tunnelTarget(envelope(dsn), [DSN])).toEqual({ ok: false, status: 403, reason: 'this DSN is not allowed here' });
  });

  it('is none when nothing is allowed, or only what is no DSN', () => {
    expect(tunnelTarget(envelope(DSN), [])).toMatchObject({ status: 403 });
    expect(tunnelTarget(envelope('hello'), ['hello'])).toMatchObject({ status: 403 });
  });

  it.each([
    ['no envelope', bytes('hello')],
    ['nothing', bytes('')],
    ['no DSN in the header', envelope(undefined)],
    ['a DSN that is no text', envelope({ href: DSN })],
    ['a header that is no object', bytes('null\n')],
    ['a header that does not end within 8 KiB', bytes(`${JSON.stringify({ pad: 'x'.repeat(9000), dsn: DSN })}\n`)],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 10)],
  ])('is a bad request where there is %s', (_what, body) => {
    expect(tunnelTarget(body, [DSN])).toEqual({ ok: false, status: 400, reason: 'no DSN in the header of the envelope' });
  });

  it('is never one that is not in the list, whatever comes', () => {
    assert(property(uint8Array({ maxLength: 300 }), string(), (body, dsn) => {
      expect(tunnelTarget(body, [DSN]).ok).toBe(false);
      expect(tunnelTarget(envelope(dsn), [DSN]).ok).toBe(false);
    }));
  });
});
