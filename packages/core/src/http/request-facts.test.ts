import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeaderBag, RequestBinding } from './binding';
import { requestFacts } from './request-facts';

interface FakeRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: HeaderBag;
  readonly route?: string;
  readonly body?: unknown;
}

const binding: RequestBinding<FakeRequest> = {
  mechanism: 'auto.middleware.test',
  method: ({ method }) => method,
  url: ({ url }) => url,
  headers: ({ headers }) => headers ?? {},
  route: ({ route }) => route,
  body: ({ body }) => body,
  isGone: () => false,
};

const facts = (request: FakeRequest) => requestFacts(binding, request);
const bodyTaken = (body: unknown, headers: HeaderBag = {}): unknown => facts({ body, headers }).request.data;

describe('the address of a request', () => {
  it('is told without query and fragment, and the query apart', () => {
    expect(facts({ method: 'GET', url: 'http://shop.example/a/b?x=1&y=2#part' }).request).toEqual({ method: 'GET', url: 'http://shop.example/a/b', query_string: 'x=1&y=2', headers: {} });
  });

  it('is told without name and password', () => {
    expect(facts({ url: 'https://ada:pa@ss@shop.example/a@b' }).request.url).toBe('https://shop.example/a@b');
  });

  it.each(['/a?', '/a', '/a#x'])('has no query in %s', (url) => {
    expect(facts({ url }).request).toEqual({ url: '/a', headers: {} });
  });

  it('keeps a second question mark in the query', () => {
    expect(facts({ url: '/a?b=c?d' }).request).toMatchObject({ url: '/a', query_string: 'b=c?d' });
  });
});

describe('the transaction', () => {
  it('is method and route pattern', () => {
    expect(facts({ method: 'GET', url: '/users/7', route: '/users/:id' }).transaction).toBe('GET /users/:id');
  });

  it('is left open when no route matched: a raw path is no name', () => {
    expect(facts({ method: 'GET', url: '/users/7' }).transaction).toBeUndefined();
  });
});

describe('the headers of a request', () => {
  it('have lower-case names and one text each', () => {
    expect(facts({ headers: { 'X-Tries': 3, accept: ['text/html', '*/*'], 'x-none': undefined } }).request.headers).toEqual({ 'x-tries': '3', accept: 'text/html, */*' });
  });

  it('give the cookies apart, decoded, the first of a name', () => {
    expect(facts({ headers: { Cookie: 'a=1; b="two words"; c=%C3%A9; d=%zz; e=x=y; a=2; lonely; =none; ' } }).request).toEqual({
      headers: {},
      cookies: { a: '1', b: 'two words', c: 'é', d: '%zz', e: 'x=y' },
    });
  });

  it('hide secret parameters of addresses that they hold', () => {
    expect(facts({ headers: { referer: 'https://a.example/in?token=s3cret&page=2' } }).request.headers).toEqual({ referer: 'https://a.example/in?token=[Filtered]&page=2' });
  });

  it('cannot reach a prototype', () => {
    const { headers, cookies } = facts({ headers: JSON.parse('{"__proto__": "x", "cookie": "__proto__=y"}') }).request;
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(cookies)).toBe(Object.prototype);
  });

  it('survive whatever a client sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (cookie, url) => {
        const { request } = facts({ url, headers: { cookie } });
        expect(request.url ?? '').not.toMatch(/[?#]/);
      }),
    );
  });
});

describe('the body of a request', () => {
  it('is taken when the app has parsed it', () => {
    expect(bodyTaken({ sku: 'lamp', quantity: 2 })).toEqual({ sku: 'lamp', quantity: 2 });
    expect(bodyTaken('plain text')).toBe('plain text');
    expect(bodyTaken([1])).toEqual([1]);
  });

  it('is taken apart when the app took it as text, so that its fields can be scrubbed', () => {
    expect(bodyTaken('{"password":"x"}', { 'content-type': 'application/json; charset=utf-8' })).toEqual({ password: 'x' });
    expect(bodyTaken('{"cut', { 'content-type': 'application/problem+json' })).toBe('{"cut');
    expect(bodyTaken('a=1&password=x', { 'content-type': 'application/x-www-form-urlencoded' })).toBe('a=1&password=[Filtered]');
    expect(bodyTaken('{"a":1}', { 'content-type': 'text/plain' })).toBe('{"a":1}');
  });

  it.each([[undefined], [null], [''], [{}], [[]], [new Uint8Array(8)]])('is left out when it says nothing: %o', (body) => {
    expect(facts({ body }).request).not.toHaveProperty('data');
  });

  it('is left out of uploads', () => {
    expect(bodyTaken({ title: 'x' }, { 'Content-Type': 'multipart/form-data; boundary=1' })).toBeUndefined();
  });

  it('is left out above 10,000 characters, however they are spread', () => {
    expect(bodyTaken('x'.repeat(10_000))).toHaveLength(10_000);
    expect(bodyTaken('x'.repeat(10_001))).toBeUndefined();
    expect(bodyTaken(Object.fromEntries(Array.from({ length: 2000 }, (_none, index) => [`key${index}`, 'value'])))).toBeUndefined();
    expect(bodyTaken({ list: Array.from({ length: 10_001 }, () => 1) })).toBeUndefined();
  });

  it('is not spelled out to learn that it is too long', () => {
    let reads = 0;
    const entry = {
      toJSON() {
        reads += 1;
        return 'x'.repeat(1000);
      },
    };
    expect(bodyTaken(Array.from({ length: 1_000_000 }, () => entry))).toBeUndefined();
    expect(reads).toBeLessThan(20);
  });

  it('is left out when it cannot be spelled out', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect([bodyTaken(cycle), bodyTaken({ big: 1n }), bodyTaken(() => 1)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a request that cannot be read', () => {
  it('loses only the parts that throw', () => {
    const broken: RequestBinding<FakeRequest> = {
      ...binding,
      headers: () => {
        throw new Error('no headers');
      },
      route: () => {
        throw new Error('no route');
      },
    };
    expect(requestFacts(broken, { method: 'GET', url: '/a' })).toEqual({ request: { method: 'GET', url: '/a', headers: {} } });
  });
});
