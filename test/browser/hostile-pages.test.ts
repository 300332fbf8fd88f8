import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const sdk = readFileSync(fileURLToPath(new URL('../../packages/browser/dist/cdn/tocsin.min.js', import.meta.url)), 'utf8');

const descriptors = ['get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'apply'];

/** A page that hears of each throw and rejection before anybody else; then `first`, and the app. */
const pageAfter = (first: string, app = 'app.js'): string =>
  `<!doctype html><meta charset="utf-8"><title>A hostile page</title><link rel="icon" href="data:,"><body><script>thrown = []; addEventListener('error', ({ message }) => thrown.push(message)); addEventListener('unhandledrejection', ({ reason }) => thrown.push(String(reason))); ${first}</script><script src="${app}"></script>`;

describe.skipIf(withoutBrowser)('a page whose scripts have changed what all scripts share', () => {
  const lab = useLab();

  describe.each(descriptors)('where every object has %s, which makes descriptors of properties invalid', (name) => {
    it.each(['a function', 'a text'])('%s', async (kind) => {
      const { page, received, messages } = await lab.visit({
        html: pageAfter(`Object.prototype.${name} = ${kind === 'a text' ? "'a text'" : `function ${name}() { return 'theirs'; }`};`),
        script: `import { captureException, close, init } from '@tocsin/browser';
          const before = [fetch, history.pushState, console.log];
          init({ dsn: DSN });
          const seen = [fetch, history.pushState, console.log].map((method, index) => method !== before[index]);
          console.log('once');
          captureException(new Error('caught'));
          setTimeout(() => { throw new Error('uncaught'); });
          window.done = () => close().then(() => [...seen, ...[fetch, history.pushState, console.log].map((method, index) => method === before[index])]);`,
      });
      const [event] = await received(2);
      expect(messages()).toEqual(['caught', 'uncaught']);
      expect(event?.breadcrumbs?.values.map(({ message }) => message)).toEqual(['once']);
      expect(await page.evaluate('thrown')).toEqual(['Uncaught Error: uncaught']);
      expect(await page.evaluate('done()')).toEqual(Array.from({ length: 6 }, () => true));
    });
  });

  it.each(descriptors)('loads the file for pages without a bundler where every object has %s', async (name) => {
    const { page, received } = await lab.visit({
      html: pageAfter(`Object.prototype.${name} = 'a text';`, 'start.js'),
      script: '',
      files: {
        'start.js': `const script = document.createElement('script'); script.src = HERE + 'tocsin.min.js'; script.onload = () => { Tocsin.init({ dsn: DSN }); Tocsin.captureException(new Error('caught')); Tocsin.showReportDialog(); }; document.body.append(script);`,
        'tocsin.min.js': { body: sdk, headers: {} },
      },
    });
    await received(1);
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('thrown')).toEqual([]);
  });

  it.each([
    ['no XMLHttpRequest', 'XMLHttpRequest = undefined;', ['console', 'fetch', 'navigation', 'ui.click']],
    ['no fetch', 'fetch = undefined;', ['console', 'navigation', 'ui.click', 'xhr']],
    ['no history', 'for (const name of ["History", "history"]) Object.defineProperty(window, name, { value: undefined });', ['console', 'fetch', 'ui.click', 'xhr']],
    ['no console', 'Object.defineProperty(window, "console", { value: undefined });', ['fetch', 'navigation', 'ui.click', 'xhr']],
    ['a console without methods', 'console = {};', ['fetch', 'navigation', 'ui.click', 'xhr']],
    ['a frozen console', 'Object.freeze(console);', ['fetch', 'navigation', 'ui.click', 'xhr']],
    ['a frozen history', 'Object.freeze(History.prototype);', ['console', 'fetch', 'ui.click', 'xhr']],
    ['a frozen fetch', 'Object.defineProperty(window, "fetch", { writable: false, configurable: false });', ['console', 'navigation', 'ui.click', 'xhr']],
    ['a frozen XMLHttpRequest', 'Object.freeze(XMLHttpRequest.prototype);', ['console', 'fetch', 'navigation', 'ui.click']],
    ['an XMLHttpRequest that nobody may ask for', 'Object.defineProperty(window, "XMLHttpRequest", { get() { throw new Error("not here"); } });', ['console', 'fetch', 'navigation', 'ui.click']],
  ])('leaves out what %s cannot tell, and nothing else', async (_, first, told) => {
    const { page, console } = await lab.visit({
      html: pageAfter(first),
      script: `import { captureException, close, init } from '@tocsin/browser';
        init({ dsn: DSN, beforeSend: (event) => (window.seen = event) });
        const ask = (make) => new Promise((resolve) => { try { make(resolve); } catch { resolve(); } });
        window.done = (async () => {
          await ask((resolve) => { const xhr = new XMLHttpRequest(); xhr.onloadend = resolve; xhr.open('GET', HERE + 'app.js'); xhr.send(); });
          await ask((resolve) => fetch(HERE + 'app.js').then(resolve));
          try { console.log('said'); } catch {}
          try { history.pushState(null, '', '?there'); } catch {}
          document.body.click();
          captureException(new Error('caught'));
          await close();
          return [...new Set(seen.breadcrumbs.values.map(({ category }) => category))].sort();
        })();`,
    });
    expect(await page.evaluate('done')).toEqual(told);
    expect(await page.evaluate('thrown')).toEqual([]);
    expect(console.filter((line) => line.includes('[tocsin]'))).toEqual([]);
  });

  const missing = (...names: readonly string[]): string => names.map((name) => `Object.defineProperty(window, '${name}', { value: undefined });`).join(' ');

  describe.each(['before', 'after'])('where %s init what we use', (time) => {
    it.each([
      ['is taken away', `${missing('crypto', 'AbortController', 'AbortSignal', 'TextEncoder')} delete Promise.prototype.finally;`],
      ['throws', "crypto.getRandomValues = Date.now = setTimeout = clearTimeout = AbortSignal.timeout = () => { throw new Error('not here'); }; for (const [what, name] of [[window, 'console'], [Navigator.prototype, 'locks']]) Object.defineProperty(what, name, { get: Date.now });"],
      ['does nothing', "crypto.getRandomValues = (bytes) => bytes; Date.now = clearTimeout = () => {}; setTimeout = () => ({}); Object.prototype.toJSON = () => 'an object';"],
    ])('%s, sends all the same, and throws nothing into the page', async (_, breaking) => {
      const { page, received, messages, items } = await lab.visit({
        html: pageAfter(time === 'before' ? breaking : ''),
        script: `import { captureException, close, init } from '@tocsin/browser';
          init({ dsn: DSN, release: 'shop@1' });
          ${time === 'after' ? breaking : ''}
          for (const _ of 'ab') captureException(new Error('caught'));
          document.body.append(Object.assign(document.createElement('script'), { text: "throw new Error('uncaught')" }));
          window.done = close;`,
      });
      const events = await received(3);
      expect(messages()).toEqual(['caught', 'caught', 'uncaught']);
      expect(events.filter(({ timestamp }) => Math.abs(Date.now() / 1000 - Number(timestamp)) > 60)).toEqual([]);
      expect(await page.evaluate('done()')).toBe(true);
      expect(items('session')).not.toEqual([]);
      expect(await page.evaluate('thrown')).toEqual(['Uncaught Error: uncaught']);
    });
  });
});
