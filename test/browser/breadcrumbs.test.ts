import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const start = `import { captureException, close, init } from '@tocsin/browser'; Object.assign(window, { captureException, close }); init({ dsn: DSN, release: 'shop@1' });`;

describe.skipIf(withoutBrowser)('breadcrumbs of a page', () => {
  const lab = useLab();

  it('tell what came before: console, clicks, input, requests, navigation; never what was typed', async () => {
    const { page, received, url, elsewhere, console } = await lab.visit({
      html: `<!doctype html><title>A page</title><link rel="icon" href="data:,"><body><form id="order"><label>Name <input name="customer" type="text"></label><button class="primary" type="button">Buy now</button></form><script src="app.js"></script>`,
      script: `${start}
        console.warn('low on', 3, { tea: 1 });
        // As a visitor types, but in one task: after a second without a key it would be another breadcrumb.
        window.type = (text) => { for (const letter of text) document.execCommand('insertText', false, letter); };
        window.ask = async () => {
          await fetch('data.json?page=2');
          await fetch(ELSEWHERE + 'missing').catch(() => undefined);
          await fetch('http://127.0.0.1:1/').catch(() => undefined);
          await new Promise((resolve) => { const request = new XMLHttpRequest(); request.open('post', 'data.json'); request.onloadend = resolve; request.send('body'); });
          history.pushState(null, '', 'basket?id=7');
          for (const move of [() => { location.hash = 'top'; }, () => history.back()]) {
            const moved = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
            move();
            await moved;
          }
          captureException(new Error('at last'));
        };`,
      files: { 'data.json': '{}' },
    });
    await page.getByRole('textbox').focus();
    await page.evaluate("type('Ada Lovelace')");
    expect(await page.getByRole('textbox').inputValue()).toBe('Ada Lovelace');
    await page.getByRole('button').click();
    await page.evaluate('ask()');
    const [event] = await received(1);
    const base = new URL(url).pathname;
    expect(event?.breadcrumbs?.values.map((crumb) => ({ ...crumb, timestamp: undefined }))).toEqual([
      { category: 'console', level: 'warning', message: 'low on 3 [object Object]', data: { arguments: ['low on', 3, { tea: 1 }], logger: 'console' } },
      { category: 'ui.input', message: expect.stringMatching(/form#order > label > input\[type="text"\]\[name="customer"\]$/) },
      { category: 'ui.click', message: expect.stringMatching(/form#order > button\.primary\[type="button"\]$/) },
      { type: 'http', category: 'fetch', level: 'info', data: { method: 'GET', url: `${url}data.json`, 'http.query': 'page=2', status_code: 200 } },
      { type: 'http', category: 'fetch', level: 'warning', data: { method: 'GET', url: `${elsewhere}missing`, status_code: 404 } },
      { type: 'http', category: 'fetch', level: 'error', data: { method: 'GET', url: 'http://127.0.0.1:1/' } },
      { type: 'http', category: 'xhr', level: 'info', data: { method: 'POST', url: `${url}data.json`, status_code: 200 } },
      { type: 'navigation', category: 'navigation', data: { from: base, to: `${base}basket?id=7` } },
      { type: 'navigation', category: 'navigation', data: { from: `${base}basket?id=7`, to: `${base}basket?id=7#top` } },
      { type: 'navigation', category: 'navigation', data: { from: `${base}basket?id=7#top`, to: `${base}basket?id=7` } },
    ]);
    expect(JSON.stringify(event)).not.toContain('Lovelace');
    expect(console).toContain('warning: low on 3 {tea: 1}');
  });

  it('say what the console shows, without the styles of it', async () => {
    const { received } = await lab.visit({ script: `${start} console.info('%cHello%c %s', 'font-weight:bold', '', 'Ada'); captureException(new Error('at last'));` });
    const [event] = await received(1);
    expect(event?.breadcrumbs?.values).toMatchObject([{ category: 'console', message: 'Hello Ada' }]);
  });

  it('leave failed requests to the page: unhandled ones are reported once, at the place that asked', async () => {
    const { received, arrived, url } = await lab.visit({ script: `${start} async function ask() { await fetch('http://127.0.0.1:1/'); } setTimeout(ask);` });
    const [event] = await received(1);
    expect(event?.exception?.values[0]).toMatchObject({ value: 'Failed to fetch', stacktrace: { frames: expect.arrayContaining([expect.objectContaining({ filename: `${url}app.js`, function: 'ask' })]) } });
    expect(event?.exception?.values[0]?.stacktrace?.frames.at(-1)?.function).toBe('ask');
    expect(arrived()).toHaveLength(1);
  });

  it.each([
    ['history.pushState', "history.pushState({}, '', 'https://elsewhere.example/')"],
    ['open of a request', "new XMLHttpRequest().open('GET', 'http://')"],
    ['addEventListener', "addEventListener('x', 7)"],
  ])('and errors of %s to the one who has called it', async (_, call) => {
    const { received } = await lab.visit({ script: `${start} function leave() { ${call}; } setTimeout(leave);` });
    const [event] = await received(1);
    expect(event?.exception?.values[0]?.stacktrace?.frames.map((frame) => frame.function)).toEqual(['leave']);
  });

  it('do not change what calls answer: bad arguments, invalid addresses, other promises', async () => {
    const { page } = await lab.visit({
      script: `
        const calls = () => [
          () => fetch(), () => fetch('http://'), () => fetch('app.js', { method: 'b a d' }), () => fetch(new Request('app.js', { headers: { a: 'b' } })),
          () => new XMLHttpRequest().open('GET'), () => new XMLHttpRequest().send(), () => history.pushState({}, '', 'http://example.org/'), () => console.log(Symbol('s'), Object.create(null)),
          () => setTimeout(), () => addEventListener('x'), () => EventTarget.prototype.addEventListener.call(7, 'x', () => 1),
        ];
        const outcomes = async () => { const list = []; for (const call of calls()) { try { const answer = await call(); list.push(answer instanceof Response ? answer.status : typeof answer); } catch (error) { list.push(String(error)); } } return list; };
        window.done = (async () => {
          const before = await outcomes();
          const { init } = await import('@tocsin/browser');
          init({ dsn: DSN });
          return [before, await outcomes()];
        })();`,
    });
    const [before, after] = await page.evaluate<readonly (readonly string[])[]>('done');
    expect(after).toEqual(before);
  });
});

describe.skipIf(withoutBrowser)('the trace of a page', () => {
  const lab = useLab();
  const traceId = '0123456789abcdef0123456789abcdef';

  it('is the one that the page was rendered in, and goes on to its own origin and to targets', async () => {
    const { page, received, elsewhere, url } = await lab.visit({
      html: `<!doctype html><title>A page</title><meta name="sentry-trace" content="${traceId}-0123456789abcdef-1"><meta name="baggage" content="sentry-release=server%401,other=1"><link rel="icon" href="data:,"><body><script src="app.js"></script>`,
      script: `${start}
        window.done = (async () => {
          await fetch('data.json?own', { headers: { 'x-own': '1', baggage: 'mine=1' } });
          await fetch(new Request('data.json?request', { headers: { 'x-own': '2' } }));
          await fetch('data.json?set', { headers: { 'sentry-trace': 'of the app' } });
          await fetch(ELSEWHERE + 'data.json');
          await new Promise((resolve) => { const request = new XMLHttpRequest(); request.open('GET', 'data.json?xhr'); request.setRequestHeader('Baggage', 'mine=2'); request.onloadend = resolve; request.send(); });
          captureException(new Error('here'));
        })();`,
      files: { 'data.json': '{}' },
    });
    await page.evaluate('done');
    const [event] = await received(1);
    expect(event?.contexts?.['trace']).toMatchObject({ trace_id: traceId, parent_span_id: '0123456789abcdef' });
    const asked = (origin: string) => lab.site().requests.filter(({ path }) => origin + path === `${url}data.json`).map(({ headers }) => [headers['sentry-trace'], headers['baggage'], headers['x-own']]);
    const ours = expect.stringMatching(new RegExp(`^${traceId}-[\\da-f]{16}-1$`));
    expect(asked(new URL(url).origin)).toEqual([
      [ours, 'mine=1,sentry-release=server%401', '1'],
      [ours, 'sentry-release=server%401', '2'],
      ['of the app', undefined, undefined],
      [ours, 'mine=2, sentry-release=server%401', undefined],
    ]);
    expect(lab.other().requests.filter(({ path }) => elsewhere.endsWith(path.replace('data.json', ''))).map(({ headers }) => headers['sentry-trace'])).toEqual([undefined]);
  });

  it('is another one at another path, not for another query', async () => {
    const { received } = await lab.visit({
      script: `${start}
        captureException(new Error('1')); history.replaceState(null, '', '?page=2'); captureException(new Error('2'));
        history.pushState(null, '', 'basket'); captureException(new Error('3'));`,
    });
    const events = await received(3);
    const traces = ['1', '2', '3'].map((message) => events.find(({ exception }) => exception?.values[0]?.value === message)?.contexts?.['trace']?.['trace_id']);
    expect(traces[0]).toBe(traces[1]);
    expect(new Set(traces).size).toBe(2);
  });
});

describe.skipIf(withoutBrowser)('sessions of a page', () => {
  const lab = useLab();

  it('are told at once, and again when it fails', async () => {
    const { items, received } = await lab.visit({ script: `${start} setTimeout(() => { throw new Error('broken'); }, 20);` });
    await received(1);
    await expect.poll(() => items('session')).toMatchObject([{ init: true, status: 'ok', errors: 0, attrs: { release: 'shop@1' } }, { status: 'crashed', errors: 1 }]);
  });

  it('count an error right after init', async () => {
    const { items } = await lab.visit({ script: `${start} captureException(new Error('at once'));` });
    await expect.poll(() => items('session')).toMatchObject([{ init: true, status: 'ok', errors: 1 }, { init: false, status: 'ok', errors: 1 }]);
  });

  it.each(['session', 'check_in'])('are sent once when the page goes before the server has answered: %s', async (type) => {
    const late = 'const { fetch } = globalThis; const isLeft = new Promise((resolve) => { window.answer = resolve; }); globalThis.fetch = async (...given) => { const answer = await fetch(...given); await isLeft; return answer; };';
    const { page, items } = await lab.visit({ script: `import { init, captureCheckIn, flush } from '@tocsin/browser'; ${late} window.flush = flush; init({ dsn: DSN, release: 'shop@1' }); captureCheckIn({ monitorSlug: 'm', status: 'ok' });` });
    await expect.poll(() => items(type)).toHaveLength(1);
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide')); answer()");
    expect(await page.evaluate('flush(20_000)')).toBe(true);
    expect(items(type)).toHaveLength(1);
  });
});
