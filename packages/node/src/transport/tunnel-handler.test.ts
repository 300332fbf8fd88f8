import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { captureMessage, close, flush, init, stats, tunnelHandler } from '../index';

const undoing: (() => unknown)[] = [];
let intake: Intake;

beforeEach(async () => {
  intake = await startIntake();
  undoing.push(intake.close);
});
afterEach(async () => {
  await close(0);
  for (const undo of undoing.splice(0)) await undo();
});

/** A server of the app's, and what it says. */
const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undoing.push(() => (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/errors`;
};
const envelope = (dsn: string, message = 'from a page'): string => `${JSON.stringify({ event_id: 'e'.repeat(32), dsn })}\n{"type":"event"}\n${JSON.stringify({ event_id: 'e'.repeat(32), message })}`;
const post = (url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => fetch(url, { method: 'POST', body, headers });
/** The status and the reason, which header and body tell alike. */
const reasonOf = async (answer: Promise<Response>) => {
  const given = await answer;
  const reason = given.headers.get('x-sentry-error');
  expect(await given.json()).toEqual({ detail: reason });
  return [given.status, reason];
};

describe('the other end of a tunnel', () => {
  it('brings what a client of ours sends to the server, large and small', async () => {
    const url = await listen(tunnelHandler({ allowedDsns: [intake.dsn('7')] }));
    init({ dsn: intake.dsn('7'), tunnel: url, sendClientReports: false });
    captureMessage('small');
    captureMessage(Array.from({ length: 1500 }, (_, at) => at * 7919).join(' '));
    expect(await flush()).toBe(true);
    expect(intake.events('7').map(({ message }) => message?.slice(0, 6))).toEqual(expect.arrayContaining(['small', '0 7919']));
    expect(stats().error).toMatchObject({ captured: 2, sent: 2 });
  });

  it('allows the DSN of this process unless told otherwise', async () => {
    const url = await listen(tunnelHandler());
    expect(await reasonOf(post(url, envelope(intake.dsn())))).toEqual([403, 'this DSN is not allowed here']);
    init({ dsn: intake.dsn() });
    expect((await post(url, envelope(intake.dsn()))).status).toBe(200);
    expect(intake.events()).toHaveLength(1);
    expect(await reasonOf(post(url, envelope(intake.dsn('2'))))).toEqual([403, 'this DSN is not allowed here']);
  });

  it('tells the server nothing of the visitor, and the page what the server says', async () => {
    const seen: unknown[] = [];
    const server = await listen((request, response) => {
      seen.push(request.headers['cookie'], request.headers['x-forwarded-for'], request.headers['x-sentry-auth']);
      request.resume().on('end', () => response.writeHead(429, { 'retry-after': '7', 'x-sentry-rate-limits': '7:error', 'set-cookie': 'a=b' }).end());
    });
    const dsn = `http://${'a'.repeat(32)}@${new URL(server).host}/7`;
    const answer = await post(await listen(tunnelHandler({ allowedDsns: [dsn] })), envelope(dsn), { cookie: 'sid=1', 'x-forwarded-for': '10.1.2.3' });
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('x-sentry-rate-limits'), answer.headers.get('set-cookie')]).toEqual([429, '7', '7:error', null]);
    expect(seen).toEqual([undefined, undefined, expect.stringContaining(`sentry_key=${'a'.repeat(32)}`)]);
  });

  it.each<readonly [string, (url: string) => Promise<Response>, readonly unknown[]]>([
    ['anything but a POST', (url) => fetch(url), [405, 'only POST']],
    ['what is no envelope', (url) => post(url, 'hello'), [400, 'no DSN in the header of the envelope']],
    ['another server', (url) => post(url, envelope('http://0123456789abcdef0123456789abcdef@169.254.169.254/1')), [403, 'this DSN is not allowed here']],
    ['too much', (url) => post(url, 'x'.repeat(5000)), [413, 'the envelope is too large']],
    ['what grows too large', (url) => post(url, new Uint8Array(gzipSync('x'.repeat(100_000))), { 'content-encoding': 'gzip' }), [413, 'the envelope is too large']],
    ['what is not compressed after all', (url) => post(url, 'hello', { 'content-encoding': 'gzip' }), [400, 'the body cannot be decompressed']],
    ['an encoding of another kind', (url) => post(url, 'hello', { 'content-encoding': 'br' }), [415, 'this encoding is not known']],
  ])('refuses %s', async (_what, ask, expected) => {
    const url = await listen(tunnelHandler({ allowedDsns: [intake.dsn()], maxBytes: 4000 }));
    expect(await reasonOf(ask(url))).toEqual(expected);
    expect(intake.events()).toEqual([]);
  });

  it('says that the server is not there, so that the page tries again', async () => {
    const gone = `http://${'a'.repeat(32)}@127.0.0.1:9/7`;
    expect(await reasonOf(post(await listen(tunnelHandler({ allowedDsns: [gone] })), envelope(gone)))).toEqual([502, 'the server does not answer']);
  });

  it.each([['text', (text: string): unknown => text], ['bytes', (text: string) => Buffer.from(text)]])('takes %s that a parser has read before it', async (_what, parse) => {
    const handle = tunnelHandler({ allowedDsns: [intake.dsn()] });
    const url = await listen((request, response) => {
      request.resume().on('end', () => handle(Object.assign(request, { body: parse(envelope(intake.dsn())) }), response));
    });
    expect((await post(url, 'read already')).status).toBe(200);
    expect(intake.events()).toHaveLength(1);
  });

  it('says what nobody reads of its options, and what is none', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    undoing.push(() => write.mockRestore());
    tunnelHandler({ allowedDSNs: [intake.dsn()], maxBytes: '1' } as never);
    tunnelHandler({ allowedDsns: [undefined] } as never);
    expect(write.mock.calls.map(([line]) => String(line).trim())).toEqual([
      '[tocsin] T1003: Option allowedDSNs of tunnelHandler is not known (was allowedDsns meant?); it is ignored.',
      '[tocsin] T1003: Option maxBytes of tunnelHandler must be a number of at least 0; the default is used.',
      '[tocsin] T1003: Option allowedDsns of tunnelHandler must be a list of DSNs; what is none is left out, and without a list that of init() alone is allowed.',
    ]);
  });

  it('lets an answer stand that somebody else has given', async () => {
    const handle = tunnelHandler({ allowedDsns: [intake.dsn()] });
    const url = await listen((request, response) => {
      response.end('mine');
      handle(request, response);
    });
    expect(await (await post(url, envelope(intake.dsn()))).text()).toBe('mine');
  });
});
