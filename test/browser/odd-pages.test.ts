import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const start = `import { captureException, init } from '@tocsin/browser'; window.captureException = captureException; const begin = () => init({ dsn: DSN });`;

describe.skipIf(withoutBrowser)('a page with ways of its own', () => {
  const lab = useLab();

  it('sends what it has written, in options of a class and in headers that can be read once', async () => {
    const { page } = await lab.visit({
      script: `${start}
        const sent = [];
        window.fetch = (input, options) => {
          const { method, headers } = new Request(input, options);
          sent.push([method, headers.get('x-one'), headers.has('sentry-trace')]);
          return Promise.resolve(new Response());
        };
        begin();
        class Options { get method() { return 'PUT'; } get headers() { return { 'x-one': '1' }; } }
        window.done = (async () => {
          for (const there of [HERE, ELSEWHERE]) {
            await fetch(there, new Options());
            await fetch(there, new Request(there, { method: 'DELETE', headers: { 'x-one': '1' } }));
            await fetch(there, { method: 'POST', headers: new Map([['x-one', '1']]).entries() });
            await fetch(there, { method: 'PATCH', headers: [['x-one', '1']] });
          }
          return sent;
        })();`,
    });
    const own = ['PUT', 'DELETE', 'POST'].map((method) => [method, '1', false]);
    expect(await page.evaluate('done')).toEqual([...own, ['PATCH', '1', true], ...own, ['PATCH', '1', false]]);
  });

  it('answers requests in ways of its own: by a promise that can be cancelled, by no promise', async () => {
    const { page, received } = await lab.visit({
      script: `${start}
        class Cancellable extends Promise { cancel() { return 'cancelled'; } }
        const { fetch: usual } = window;
        const answers = { now: 'at once', later: Cancellable.resolve(new Response('later')) };
        window.fetch = (what, ...more) => answers[what] ?? usual(what, ...more);
        begin();
        window.done = (async () => {
          const asked = fetch('later');
          const heard = [fetch('now'), asked.cancel(), await (await asked).text()];
          captureException(new Error('at last'));
          return heard;
        })();`,
    });
    expect(await page.evaluate('done')).toEqual(['at once', 'cancelled', 'later']);
    const [event] = await received(1);
    expect(event?.breadcrumbs?.values).toMatchObject([{ category: 'fetch', data: { status_code: 200 } }]);
  });

  it('writes a list that has no end, of which little is spelled', async () => {
    const { page } = await lab.visit({
      script: `${start} begin();
        let spelled = 0;
        const one = { toString() { spelled++; return 'one'; } };
        console.log(Array(1_000_000).fill(one));
        window.spelled = spelled;`,
    });
    expect(await page.evaluate('spelled')).toBe(10_000);
  });

  it('clicks into a form whose fields hide what it has of an element', async () => {
    const { page, received } = await lab.visit({
      html: '<!doctype html><link rel="icon" href="data:,"><body><form id="order"><input name="id"><button type="button">Buy</button></form><form><input name="hasAttribute"><button type="button">Leave</button></form><script src="app.js"></script>',
      script: `${start} begin();`,
    });
    for (const form of [1, 2]) await page.locator(`form:nth-of-type(${form}) button`).dispatchEvent('click');
    await page.evaluate("captureException(new Error('at last'))");
    const events = await received(1);
    expect(events.map(({ exception }) => exception?.values[0]?.value)).toEqual(['at last']);
    expect(events[0]?.breadcrumbs?.values[0]?.message).toMatch(/form#order > button\[type="button"\]$/);
  });

  it('writes itself anew, which takes our listeners off, until init is called again', async () => {
    const { page, received, console } = await lab.visit({ script: `${start} begin(); Object.assign(window, { begin });` });
    const fail = (what: string) => page.evaluate(`new Promise((resolve) => { setTimeout(() => { resolve(); throw new Error('${what}'); }); })`);
    await page.evaluate("document.open(); document.write('<!doctype html><p>anew</p>'); document.close();");
    await fail('unheard');
    await page.evaluate('void begin()');
    await fail('heard');
    expect((await received(1)).map(({ exception }) => exception?.values[0]?.value)).toEqual(['heard']);
    expect(console.filter((line) => line.includes('[tocsin]'))).toEqual([]);
  });

  it('writes an object whose toString writes it, once', async () => {
    const { page, console } = await lab.visit({ script: `${start} begin(); const loud = { toString() { console.log('heard', this); return 'loud'; } };  window.shout = () => console.log('said', loud);` });
    await page.evaluate('shout()');
    expect(console.filter((line) => line.startsWith('log: said'))).toHaveLength(1);
    expect(console.filter((line) => line.startsWith('log: heard'))).toHaveLength(1);
  });

  it('is asked for by its browser, not by its service worker, where that passes requests on', async () => {
    const { page, url } = await lab.visit({
      script: `navigator.serviceWorker.register('worker.js'); window.ready = navigator.serviceWorker.ready;`,
      files: {
        'worker.js': `import { init } from '@tocsin/browser';
          init({ dsn: DSN });
          addEventListener('activate', (event) => event.waitUntil(clients.claim()));
          addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`,
      },
    });
    await page.evaluate('ready.then(() => true)');
    await page.reload();
    const asked = lab.site().requests.filter(({ path }) => path === new URL(url).pathname);
    expect(asked.map(({ headers }) => headers['sec-fetch-mode'])).toEqual(['navigate', 'navigate']);
  });

  it('tells its address where that is one of a text that it has made', async () => {
    const { page, received } = await lab.visit({
      script: `if (location.protocol !== 'blob:') {
          const text = '<script src="' + HERE + 'frame.js"></' + 'script>';
          location.href = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
        }`,
      files: { 'frame.js': `import { captureException, init } from '@tocsin/browser'; init({ dsn: DSN }); captureException(new Error('inside'));` },
    });
    const [event] = await received(1);
    expect(event?.request?.url).toBe(page.url());
  });

  it('writes secrets after their labels, and no breadcrumb tells them', async () => {
    const { received } = await lab.visit({
      script: `${start} begin();
        console.log('password:', 'hunter2-and-more');
        console.log('password=%s for %s', 'hunter2-and-more', 'Ada');
        console.log('%s of %d%%', 'tea', 3, 'left');
        captureException(new Error('at last'));`,
    });
    const [event] = await received(1);
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(event?.breadcrumbs?.values.map(({ message }) => message)).toEqual(['password: [Filtered]', 'password=[Filtered] for Ada', 'tea of 3%% left']);
  });

  it('is heard where lists have a toJSON of an old library, and where no signal knows a time', async () => {
    const { received } = await lab.visit({
      script: `${start}
        Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join() + ']'; };
        delete AbortSignal.timeout;
        begin();
        console.log('low on', ['tea']);
        setTimeout(() => { throw new Error('out of tea'); });`,
    });
    const [event] = await received(1);
    expect(event?.exception?.values[0]?.value).toBe('out of tea');
    expect(event?.breadcrumbs?.values[0]?.message).toBe('low on tea');
    expect(event?.sdk?.packages).toEqual([expect.objectContaining({ name: 'npm:@tocsin/browser' })]);
  });
});
