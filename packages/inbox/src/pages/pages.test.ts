import { describe, expect, it } from 'vitest';
import { words } from '../../test/page-words';
import { idOf, plainEventId, typeError } from '../../test/running-inbox';
import { usePages } from '../../test/use-pages';

const HASH = 'mitup-solan-tubat-dovir';
const NOW = Date.UTC(2026, 10, 22, 12, 30);

describe('the pages', () => {
  const pages = usePages(NOW);
  const { page, post } = pages;

  describe('the list of issues', () => {
    it('says what to do when there is nothing yet', async () => {
      const html = words(await page('/'));
      expect(html).toContain('Nothing has been reported yet');
      expect(html).toContain(pages.inbox.dsn);
    });

    it('shows title, culprit, level, count, times, release and the last 24 hours', async () => {
      await post(typeError('x is not a function', { timestamp: NOW / 1000 - 7_200, release: 'shop@1' }), plainEventId(1));
      await post(typeError('x is not a function', { timestamp: NOW / 1000 - 60, release: 'shop@2', contexts: { flood: { suppressed: 1_233 } } }), plainEventId(2));
      const html = await page('/');
      for (const text of ['TypeError: x is not a function', 'checkout in src/cart.js', 'error', '1,235', '2 h ago', '1 min ago', 'shop@2']) expect(words(html)).toContain(text);
      expect(html).toContain('aria-label="1,235 in the last 24 hours, 1,234 in the busiest"');
      expect(html).toContain('<time datetime="2026-11-22T12:29:00.000Z"');
      expect(html.match(/<rect /g)).toHaveLength(24);
    });

    it('puts the latest first and the rest on further pages', async () => {
      for (let number = 1; number <= 60; number += 1) await post({ message: `only ${'abcdefghij'[Math.floor(number / 10)]}${'abcdefghij'[number % 10]} here`, timestamp: NOW / 1000 - 1_000 + number }, plainEventId(number));
      const first = words(await page('/'));
      expect(first).toContain('60 issues');
      expect(first.indexOf('only ga here')).toBeGreaterThan(-1);
      expect(first.indexOf('only ga here')).toBeLessThan(first.indexOf('only fj here'));
      expect(first).not.toContain('only aj here');
      expect(words(await page('/?page=2'))).toContain('only aj here');
      expect(words(await page('/?page=99'))).toContain('Page 2 of 2');
      expect(words(await page('/?page=x'))).toContain('Page 1 of 2');
    });
  });

  describe('an issue', () => {
    it('shows its latest event: the thrown error before its cause, the last call first, with source', async () => {
      const [thrown] = (typeError('total failed') as { exception: { values: object[] } }).exception.values;
      await post({ exception: { values: [{ type: 'RangeError', value: 'too big', mechanism: { type: 'chained' } }, thrown] }, tags: { shop: 'eu' }, user: { id: 'u-7' }, release: 'shop@2', breadcrumbs: [{ category: 'http', message: 'GET /stock', data: { status_code: 503 } }], request: { url: 'https://shop.example/cart', method: 'POST', headers: { host: 'shop.example' } }, contexts: { runtime: { name: 'node' } }, extra: { cart: { lines: 3 } } }, idOf(HASH));
      const text = words(await page('/issues/1'));
      for (const part of ['TypeError: total failed', HASH, 'Not caught by the app.', 'checkout in src/cart.js:42:7 app', '42 return cart.total();', '41 function checkout(cart) {', 'caused by RangeError', 'too big', 'shop eu', 'id u-7', 'GET /stock', 'status_code 503', 'POST https://shop.example/cart', 'runtime', '"lines": 3', 'shop@2']) {
        expect(text).toContain(part);
      }
      expect(text.indexOf('total failed')).toBeLessThan(text.indexOf('too big'));
      expect(text.indexOf('src/cart.js:42:7')).toBeLessThan(text.indexOf('node_modules/express/router.js'));
    });

    it('lists recent events by error hash, and releases', async () => {
      await post(typeError('x', { release: 'a@1', timestamp: NOW / 1000 - 9 }), plainEventId(1));
      await post(typeError('x', { release: 'a@2', timestamp: NOW / 1000 - 5 }), idOf(HASH));
      const html = await page('/issues/1');
      expect(html).toContain(`<a href="/events/${idOf(HASH)}">${HASH}</a>`);
      expect(html).toContain(`<a href="/events/${plainEventId(1)}">${plainEventId(1)}</a>`);
      expect(words(html)).toMatch(/Seen in releases .* a@2 just now just now 1 a@1 just now just now 1/);
    });

    it('tells an audit record as a sentence', async () => {
      await post({
        level: 'info',
        logentry: { message: 'user.password.reset' },
        contexts: { audit: { action: 'user.password.reset', kind: 'masquerade', actor: { id: 'u-1', name: 'Ada' }, onBehalfOf: { id: 'c-7' }, target: [{ type: 'user', id: 'c-7' }], outcome: 'success', reason: 'locked out', ticket: 'S-1', seq: 4 } },
      });
      const text = words(await page('/issues/1'));
      expect(text).toContain('Ada (u-1) , acting as c-7 , did user.password.reset to user c-7: success');
      expect(text).toContain('Reason: locked out (ticket S-1)');
      expect(text).toContain('kind masquerade');
    });

    it.each(['/issues/2', '/issues/0', '/issues/x', '/issues/99999999999999999999', '/events/abc', `/events/${plainEventId(9)}`, '/nothing/here'])('%s is a page that says that there is nothing', async (path) => {
      await post({});
      const response = await pages.inbox.get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('There is nothing here');
    });
  });

  describe('what strangers send', () => {
    const attack = `<script>alert(1)</script>"><img src=x onerror=alert(2)>'`;
    const everywhere = {
      level: attack,
      release: attack,
      environment: attack,
      transaction: attack,
      server_name: attack,
      platform: attack,
      logger: attack,
      sdk: { name: attack, version: attack },
      logentry: { message: attack, formatted: `${attack} formatted` },
      tags: { [attack]: attack },
      user: { [attack]: attack },
      extra: { [attack]: { [attack]: [attack] } },
      contexts: { [attack]: { [attack]: attack }, audit: { action: attack, actor: { id: attack }, target: attack, reason: attack, [attack]: attack } },
      request: { url: attack, method: attack, headers: { [attack]: attack }, query_string: attack, data: attack },
      breadcrumbs: [{ category: attack, message: attack, level: attack, data: { [attack]: attack } }],
      exception: [{ type: attack, value: attack, mechanism: { type: attack }, stacktrace: { frames: [{ filename: attack, function: attack, context_line: attack, pre_context: [attack], vars: { [attack]: attack } }] } }],
    };

    it('stays text on every page', async () => {
      await post(everywhere);
      const paths = ['/', '/issues/1', `/events/${plainEventId(1)}`];
      for (const path of paths) {
        const html = await page(path);
        expect(html).not.toContain('<script');
        expect(html).not.toContain('<img');
        expect(html).toContain('&lt;script&gt;');
      }
      const miss = await (await pages.inbox.get(`/lookup?hash=${encodeURIComponent(attack)}`)).text();
      expect(miss).not.toContain('<script');
      expect(miss).not.toContain('<img');
    });

    it('would not run even if it got past the escaping', async () => {
      for (const path of ['/', '/issues/9', '/lookup?hash=x']) {
        const response = await pages.inbox.get(path);
        const policy = response.headers.get('content-security-policy') ?? '';
        expect(policy).toContain("default-src 'none'");
        expect(policy).not.toContain('unsafe');
        expect(policy).not.toContain('script-src');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
      }
    });

    it.each([
      ['numbers and null everywhere', { level: 3, release: 4, tags: 5, user: 6, contexts: 7, extra: 8, request: 9, breadcrumbs: 10, exception: 11, message: 12, fingerprint: 13, sdk: 14, transaction: null, timestamp: null }],
      ['lists everywhere', { level: [], release: [], tags: [[]], user: [], contexts: [], extra: [], request: [], breadcrumbs: [[]], exception: [[]], message: [], fingerprint: [[]], sdk: [], timestamp: [] }],
      ['objects that look like safe markup', { message: { isEscaped: true, toString: 'x' }, extra: { a: { isEscaped: true, toString: 'x', callbacks: 1 } }, tags: { a: { isEscaped: true } }, user: { id: { isEscaped: true } } }],
      ['names of object internals', { tags: { __proto__: 'x', constructor: 'y' }, extra: JSON.parse('{"__proto__":{"a":1},"toString":1}'), contexts: JSON.parse('{"__proto__":{"a":1}}') }],
      ['times out of all bounds', { timestamp: 1e300, breadcrumbs: [{ timestamp: 1e300 }, { timestamp: -1e300 }, { timestamp: 'x' }, { timestamp: 9e12 }] }],
      ['nesting beyond reason', { extra: JSON.parse(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`), contexts: { a: JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) } }],
      ['very many of everything', { tags: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`t${index}`, 'x'])), breadcrumbs: Array.from({ length: 3_000 }, () => ({ message: 'm' })), exception: Array.from({ length: 300 }, () => ({ type: 'E', value: 'v', stacktrace: { frames: Array.from({ length: 30 }, () => ({ filename: 'f' })) } })) }],
    ])('can have %s and is still shown', async (_, event) => {
      // Deep values cannot be written by JSON.stringify either, so they are put together as text.
      const text = (value: unknown): string => {
        try {
          return JSON.stringify(value);
        } catch {
          return `{"extra":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}},"contexts":{"c":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}}`;
        }
      };
      const response = await pages.inbox.post(`{"event_id":"${plainEventId(1)}"}\n{"type":"event"}\n${text(event)}`);
      expect(response.status).toBe(200);
      for (const path of ['/', '/issues/1', `/events/${plainEventId(1)}`]) await page(path);
    });
  });

  it('are not shown to a foreign name that leads to this machine', async () => {
    const { request } = await import('node:http');
    const statusFor = (host: string, path: string) =>
      new Promise<number>((resolve, reject) => {
        const { hostname, port } = new URL(pages.inbox.url);
        request({ hostname, port, path, headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .once('error', reject)
          .end();
      });
    const port = new URL(pages.inbox.url).port;
    for (const name of ['localhost', `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'inbox.localhost']) expect([name, await statusFor(name, '/')]).toEqual([name, 200]);
    for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', 'localhost.evil.example']) expect([name, await statusFor(name, '/')]).toEqual([name, 403]);
  });

  it('have an icon', async () => {
    const response = await pages.inbox.get('/icon.svg');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  });
});
