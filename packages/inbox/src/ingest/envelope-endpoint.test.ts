import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventEnvelope, KEY, plainEventId, runInbox, typeError, type RunningInbox } from '../../test/running-inbox';
import { MAX_ENVELOPE_BYTES, MAX_EVENT_BYTES, MAX_ITEM_BYTES, MAX_ITEMS } from '../limits';

const WRONG = '0'.repeat(32);

describe('the envelope endpoint', () => {
  let inbox: RunningInbox;
  let last = 100;
  const nextId = () => plainEventId((last += 1));
  beforeAll(async () => {
    inbox = await runInbox();
  });
  afterAll(() => inbox.stop());

  const send = (init: { path?: string; body?: BodyInit; headers?: Record<string, string>; method?: string }) =>
    fetch(inbox.url + (init.path ?? '/api/1/envelope/'), { method: init.method ?? 'POST', body: init.body ?? eventEnvelope({}, { event_id: nextId() }), headers: init.headers ?? {} });
  const isStored = async (eventId: string) => (await inbox.get(`/events/${eventId}`)).status === 200;

  describe('who may send', () => {
    const auth = (key: string) => `Sentry sentry_version=7, sentry_client=test/1, sentry_key=${key}`;
    const basic = (key: string) => `Basic ${Buffer.from(`${key}:secret`).toString('base64')}`;
    const query = (key: string) => `/api/1/envelope/?sentry_version=7&sentry_key=${key}`;
    const withDsn = (key: string, project = 1) => eventEnvelope({}, { event_id: nextId(), dsn: `https://${key}@inbox.example/${project}` });

    it.each([
      ['X-Sentry-Auth', () => ({ headers: { 'x-sentry-auth': auth(KEY) } })],
      ['X-Sentry-Auth with its pairs in another order and spaced otherwise', () => ({ headers: { 'x-sentry-auth': `sentry sentry_key=${KEY},sentry_version=7` } })],
      ['Authorization: Sentry', () => ({ headers: { authorization: auth(KEY) } })],
      ['Authorization: Basic', () => ({ headers: { authorization: basic(KEY) } })],
      ['the query', () => ({ path: query(KEY) })],
      ['the query, without the slash at the end of the path', () => ({ path: `/api/1/envelope?sentry_key=${KEY}` })],
      ['the DSN in the envelope header', () => ({ body: withDsn(KEY) })],
      ['several forms that agree', () => ({ path: query(KEY), headers: { 'x-sentry-auth': auth(KEY) }, body: withDsn(KEY) })],
      ['a key written as a UUID', () => ({ path: query(KEY.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')) })],
      ['a key in capitals', () => ({ path: query(KEY.toUpperCase()) })],
      ['the query, when the envelope was recorded for another server', () => ({ path: query(KEY), body: withDsn(WRONG, 42) })],
    ])('whoever has the key in %s', async (_, init) => {
      expect((await send(init())).status).toBe(200);
    });

    it.each([
      ['nobody without a key', 401, 'no key was sent', () => ({})],
      ['nobody with a header that holds no key', 401, 'no key was sent', () => ({ headers: { 'x-sentry-auth': 'Sentry sentry_version=7' } })],
      ['nobody with an Authorization of another kind', 401, 'no key was sent', () => ({ headers: { authorization: 'Bearer abc' } })],
      ['nobody with a DSN that is none', 401, 'no key was sent', () => ({ body: eventEnvelope({}, { dsn: 'x' }) })],
      ['nobody with a wrong key in the header', 403, 'the key in X-Sentry-Auth is not the key of project 1', () => ({ headers: { 'x-sentry-auth': auth(WRONG) } })],
      ['nobody with a wrong key in the query', 403, 'the key in the query is not', () => ({ path: query(WRONG) })],
      ['nobody with a wrong key in Basic', 403, 'the key in Authorization is not', () => ({ headers: { authorization: basic(WRONG) } })],
      ['nobody with a wrong key in the DSN', 403, 'the key in the DSN in the envelope header is not', () => ({ body: withDsn(WRONG) })],
      ['nobody to a project that is not there', 403, 'there is no such project', () => ({ path: `/api/2/envelope/?sentry_key=${KEY}` })],
      ['nobody to a project that is no number', 403, 'there is no such project', () => ({ path: `/api/x/envelope/?sentry_key=${KEY}` })],
      ['nobody with two keys that differ', 401, 'X-Sentry-Auth and the query carry different keys', () => ({ path: query(KEY), headers: { 'x-sentry-auth': auth(WRONG) } })],
    ])('%s', async (_, status, reason, init) => {
      const response = await send(init());
      expect(response.status).toBe(status);
      expect((await response.json()).detail).toContain(reason);
      expect(response.headers.get('x-sentry-error')).toContain(reason);
    });

    it('never says which key would be right', async () => {
      for (const init of [{}, { path: query(WRONG) }, { body: withDsn(WRONG) }]) expect(await (await send(init)).text()).not.toContain(KEY);
    });
  });

  describe('what may be sent', () => {
    it.each([
      ['plain', (body: Buffer) => body, undefined],
      ['identity', (body: Buffer) => body, 'identity'],
      ['gzip', gzipSync, 'gzip'],
      ['GZIP in capitals', gzipSync, 'GZIP'],
      ['x-gzip', gzipSync, 'x-gzip'],
      ['deflate with the zlib header', deflateSync, 'deflate'],
      ['deflate without it', deflateRawSync, 'deflate'],
      ['br', brotliCompressSync, 'br'],
    ])('a body that is %s', async (_, encode, encoding) => {
      const id = nextId();
      const body = new Uint8Array(encode(Buffer.from(eventEnvelope(typeError('x'), { event_id: id }))));
      const response = await inbox.post(body, encoding === undefined ? {} : { 'content-encoding': encoding });
      expect([response.status, await response.json()]).toEqual([200, { id }]);
      expect(await isStored(id)).toBe(true);
    });

    it('deflate without header even when it happens to look like one', async () => {
      const looksLikeZlib = (body: Buffer) => ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
      const id = nextId();
      // A stored block that is not the last: three zero bits, then five that decoders ignore and we choose; then an empty last block.
      const stored = (firstByte: number, blanks: number) => {
        const text = Buffer.from(eventEnvelope({}, { event_id: id, pad: ' '.repeat(blanks) }));
        const lengths = Buffer.alloc(4);
        lengths.writeUInt16LE(text.length, 0);
        lengths.writeUInt16LE(~text.length & 0xffff, 2);
        return Buffer.concat([Buffer.from([firstByte]), lengths, text, Buffer.from([1, 0, 0, 0xff, 0xff])]);
      };
      const body = Array.from({ length: 31 }, (_, blanks) => stored(0x78, blanks)).find(looksLikeZlib);
      if (!body) throw new Error('no such block found');
      const response = await inbox.post(new Uint8Array(body), { 'content-encoding': 'deflate' });
      expect(response.status).toBe(200);
      expect(await isStored(id)).toBe(true);
    });

    it.each([['application/x-sentry-envelope'], ['text/plain;charset=UTF-8'], ['application/octet-stream'], ['multipart/form-data']])('with the content type %s', async (type) => {
      expect((await inbox.post(eventEnvelope({}, { event_id: nextId() }), { 'content-type': type })).status).toBe(200);
    });

    it('without a content type', async () => {
      const body = new Uint8Array(Buffer.from(eventEnvelope({}, { event_id: nextId() })));
      const response = await inbox.post(body);
      expect(response.status).toBe(200);
    });

    it('in pieces of unknown total length', async () => {
      const id = nextId();
      const pieces = eventEnvelope(typeError('x'), { event_id: id }).match(/.{1,7}/gs) ?? [];
      const body = new ReadableStream({
        async pull(controller) {
          const piece = pieces.shift();
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
          await new Promise((resolve) => setTimeout(resolve, 1));
        },
      });
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
      expect((await fetch(`${inbox.endpoint}?sentry_key=${KEY}`, init)).status).toBe(200);
      expect(await isStored(id)).toBe(true);
    });

    it.each([
      ['an unknown encoding', 415, 'the Content-Encoding is not known', 'x', { 'content-encoding': 'compress' }],
      ['two encodings', 415, 'the Content-Encoding is not known', 'x', { 'content-encoding': 'gzip, br' }],
      ['gzip that is none', 400, 'the body is not what Content-Encoding says (gzip): incorrect header check', '{}', { 'content-encoding': 'gzip' }],
      ['gzip that ends too early', 400, 'unexpected end of file', new Uint8Array(gzipSync('{}'.repeat(99)).subarray(0, 20)), { 'content-encoding': 'gzip' }],
      ['deflate that is none', 400, 'the body is not what Content-Encoding says (deflate)', new Uint8Array([255, 255, 255]), { 'content-encoding': 'deflate' }],
      ['br that is none', 400, 'the body is not what Content-Encoding says (br)', new Uint8Array([255, 255, 255]), { 'content-encoding': 'br' }],
      ['an empty body', 400, 'malformed envelope: the body is empty', '', {}],
      ['a form', 400, 'the envelope header is not one line of JSON: header_not_json', 'a=b&c=d', {}],
      ['a broken item header', 400, 'item 1: the header is not one line of JSON', '{}\nevent\n{}', {}],
      ['a cut-off payload', 400, 'item 1: length is 99, but only 2 bytes follow', '{}\n{"type":"event","length":99}\n{}', {}],
      ['an event that is no JSON', 400, 'the payload of an event is not a JSON object', '{}\n{"type":"event"}\nhello', {}],
      ['an event that is a list', 400, 'the payload of an event is not a JSON object', '{}\n{"type":"event"}\n[]', {}],
      ['an event id that is none', 400, 'event_id that is not a UUID', '{"event_id":"abc"}\n{"type":"event"}\n{}', {}],
      ['an event id of zeros', 400, 'event_id that is not a UUID', `{"event_id":"${'0'.repeat(32)}"}`, {}],
      ['an item header nested beyond reason', 400, 'nested too deeply', `{}\n{"type":"log","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n{}`, {}],
    ])('but not %s, and the answer says why', async (_, status, reason, body, headers) => {
      const response = await inbox.post(body, headers);
      const answer = await response.json();
      expect(response.status).toBe(status);
      expect([answer.detail, ...answer.causes].join(': ')).toContain(reason);
      expect(response.headers.get('x-sentry-error')).toContain(reason);
    });

    it('nothing by another method, and nothing to other endpoints', async () => {
      const get = await fetch(inbox.endpoint);
      expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
      expect((await send({ path: '/api/1/store/' })).status).toBe(404);
      expect((await send({ path: '/api/' })).status).toBe(404);
    });
  });

  describe('how much may be sent', () => {
    const item = (type: string, bytes: number) => Buffer.concat([Buffer.from(`{"event_id":"${nextId()}"}\n{"type":"${type}","length":${bytes}}\n`), Buffer.alloc(bytes, 0x20)]);
    const statusOf = async (body: Buffer, headers: Record<string, string> = {}) => (await inbox.post(new Uint8Array(body), headers)).status;

    it('an event up to its limit and not one byte more', async () => {
      const event = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
      const sized = (bytes: number) => Buffer.from(`{"event_id":"${nextId()}"}\n{"type":"event"}\n${event(bytes)}`);
      expect(await statusOf(sized(MAX_EVENT_BYTES))).toBe(200);
      const response = await inbox.post(new Uint8Array(sized(MAX_EVENT_BYTES + 1)));
      expect(response.status).toBe(413);
      expect((await response.json()).detail).toContain(`item 1 has ${MAX_EVENT_BYTES + 1} bytes; an event may have ${MAX_EVENT_BYTES}`);
    });

    it('another item up to its limit and not one byte more', async () => {
      expect(await statusOf(item('attachment', MAX_ITEM_BYTES))).toBe(200);
      expect(await statusOf(item('attachment', MAX_ITEM_BYTES + 1))).toBe(413);
    });

    it('a whole envelope up to its limit, announced or not', async () => {
      const tooLong = Buffer.alloc(MAX_ENVELOPE_BYTES + 1, 0x20);
      expect(await statusOf(tooLong)).toBe(413);
      const stream = new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(1024 * 1024));
        },
      });
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, duplex: 'half' };
      const response = await fetch(`${inbox.endpoint}?sentry_key=${KEY}`, init);
      expect(response.status).toBe(413);
    });

    it.each([
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['deflate', deflateRawSync],
      ['br', brotliCompressSync],
    ])('no small body that %s blows up to a huge one', async (encoding, encode) => {
      const bomb = encode(Buffer.alloc(MAX_ENVELOPE_BYTES * 3));
      expect(bomb.length).toBeLessThan(MAX_ENVELOPE_BYTES / 100);
      const response = await inbox.post(new Uint8Array(bomb), { 'content-encoding': encoding });
      expect(response.status).toBe(413);
      expect((await response.json()).detail).toContain(`decompressed body is larger than ${MAX_ENVELOPE_BYTES} bytes`);
    });

    it('not more items than anybody needs', async () => {
      const body = (count: number) => Buffer.from(`{"event_id":"${nextId()}"}${'\n{"type":"session"}\n{}'.repeat(count)}`);
      expect(await statusOf(body(MAX_ITEMS))).toBe(200);
      expect(await statusOf(body(MAX_ITEMS + 1))).toBe(413);
    });
  });

  describe('browsers', () => {
    const cors = (response: Response) => [response.headers.get('access-control-allow-origin'), response.headers.get('access-control-expose-headers')];
    const open = ['*', 'x-sentry-error, x-sentry-rate-limits, retry-after'];

    it.each([
      ['200', () => inbox.post(eventEnvelope({}, { event_id: nextId() })), 200],
      ['400', () => inbox.post('x'), 400],
      ['401', () => send({}), 401],
      ['403', () => send({ path: `/api/1/envelope/?sentry_key=${WRONG}` }), 403],
      ['404', () => send({ path: '/api/1/store/' }), 404],
      ['405', () => fetch(inbox.endpoint), 405],
      ['413', () => inbox.post(Buffer.alloc(MAX_ENVELOPE_BYTES + 1)), 413],
      ['415', () => inbox.post('x', { 'content-encoding': 'compress' }), 415],
    ])('can read an answer with status %s', async (_, request, status) => {
      const response = await request();
      expect(response.status).toBe(status);
      expect(cors(response)).toEqual(open);
    });

    it.each(['/api/1/envelope/', '/api/1/envelope'])('may ask before they send to %s', async (path) => {
      const response = await fetch(inbox.url + path, {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-sentry-auth,content-encoding' },
      });
      expect(response.status).toBe(204);
      expect(cors(response)).toEqual(open);
      expect(response.headers.get('access-control-allow-methods')).toContain('POST');
      const allowed = (response.headers.get('access-control-allow-headers') ?? '').split(', ');
      for (const name of ['x-sentry-auth', 'authorization', 'content-encoding', 'content-type', 'sentry-trace', 'baggage']) expect(allowed).toContain(name);
    });
  });

  describe('the id that it answers with', () => {
    it('is that of the envelope header, which wins over the one in the event', async () => {
      const id = nextId();
      const inBody = nextId();
      const response = await inbox.post(eventEnvelope({ event_id: inBody }, { event_id: id }));
      expect(await response.json()).toEqual({ id });
      expect([await isStored(id), await isStored(inBody)]).toEqual([true, false]);
    });

    it('is without dashes even if it came with them', async () => {
      const id = nextId();
      const response = await inbox.post(eventEnvelope({}, { event_id: id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-').toUpperCase() }));
      expect(await response.json()).toEqual({ id });
    });

    it('is that of the event when the header has none', async () => {
      const id = nextId();
      expect(await (await inbox.post(eventEnvelope({ event_id: id }, {}))).json()).toEqual({ id });
    });

    it('is a new one when neither has one, and the event is found by it', async () => {
      const { id } = await (await inbox.post(eventEnvelope({ event_id: 5 }, {}))).json();
      expect(id).toMatch(/^[\da-f]{32}$/);
      expect(await isStored(id)).toBe(true);
    });

    it('is for the first event only, should an envelope hold two', async () => {
      const [id, own] = [nextId(), nextId()];
      const response = await inbox.post(`{"event_id":"${id}"}\n{"type":"event"}\n{"message":"one"}\n{"type":"event"}\n{"message":"two","event_id":"${own}"}`);
      expect(await response.json()).toEqual({ id });
      expect(await (await inbox.get(`/events/${id}`)).text()).toContain('one');
      expect(await (await inbox.get(`/events/${own}`)).text()).toContain('two');
    });

    it('is none when there is nothing to name', async () => {
      expect(await (await inbox.post('{}')).json()).toEqual({});
      expect(await (await inbox.post('{}\n{"type":"session"}\n{}')).json()).toEqual({});
    });
  });
});
