import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { messagesOf, useLab } from './lab';

/** What of the page's own we might leave changed. */
const snapshot = `
  const methods = () => [setTimeout, setInterval, requestAnimationFrame, fetch, history.pushState, history.replaceState, XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send,
    EventTarget.prototype.addEventListener, ...Object.keys(console).filter((name) => name !== 'memory').map((name) => console[name]), window.onerror, window.onunhandledrejection];
  const asItWas = (before) => { const now = methods(); return before.every((method, index) => method === now[index]); };`;

const fail = `
  setTimeout(() => {
    // Behind a timer that @sentry/browser sets when this is thrown: it looks at no rejection before.
    setTimeout(() => setTimeout(() => void Promise.reject(new Error('rejected'))));
    throw new Error('thrown');
  });
  document.body.addEventListener('click', () => { throw new Error('clicked'); });
  document.body.click();`;

const all = ['clicked', 'rejected', 'thrown'];

describe.skipIf(withoutBrowser)('beside others', () => {
  const lab = useLab();

  it('closes and leaves the page as it was', async () => {
    const { page } = await lab.visit({
      script: `import { close, init } from '@tocsin/browser'; ${snapshot}
        const before = methods();
        init({ dsn: DSN });
        window.done = close().then(() => asItWas(before));`,
    });
    expect(await page.evaluate('done')).toBe(true);
  });

  it('looks like the page that it was, to whoever asks what a method can', async () => {
    const { page } = await lab.visit({
      script: `import { init } from '@tocsin/browser'; ${snapshot}
        fetch.polyfill = true;
        EventTarget.prototype.removeEventListener.patched = 'by others';
        const look = () => [...methods().filter(Boolean), EventTarget.prototype.removeEventListener].map((method) => [method.name, method.length, method.polyfill, method.patched, Object.keys(method), Object.getPrototypeOf(method) === Function.prototype, /\\[native code]/.test(method), /\\[native code]/.test(Function.prototype.toString.call(method))].join());
        const before = look();
        init({ dsn: DSN });
        const after = look();
        Object.assign(window, { before, after });`,
    });
    expect(await page.evaluate('after')).toEqual(await page.evaluate('before'));
    expect(await page.evaluate('before[3]')).toContain('fetch,1,true');
  });

  it('goes on removing listeners where a script has brought back what was there, once it starts again', async () => {
    const { page } = await lab.visit({
      script: `import { init } from '@tocsin/browser';
        const { removeEventListener } = EventTarget.prototype;
        init({ dsn: DSN });
        EventTarget.prototype.removeEventListener = removeEventListener;
        init({ dsn: DSN });
        let heard = 0;
        const hear = () => heard++;
        addEventListener('ring', hear);
        dispatchEvent(new Event('ring'));
        globalThis.removeEventListener('ring', hear);
        dispatchEvent(new Event('ring'));
        window.heard = heard;`,
    });
    expect(await page.evaluate('heard')).toBe(1);
  });

  it('starts again after it was closed, and reports each error once', async () => {
    const { page, received, messages } = await lab.visit({
      script: `import { close, init, stats } from '@tocsin/browser';
        window.done = (async () => {
          for (let round = 0; round < 3; round++) { init({ dsn: DSN }); await close(); }
          init({ dsn: DSN });
          ${fail}
        })();`,
    });
    await page.evaluate('done');
    await received(3);
    expect(messages()).toEqual(all);
  });

  it('works in two copies, each error reported once', async () => {
    const copy = `import { close, init } from '@tocsin/browser'; init({ dsn: DSN }); (window.closes ??= []).push(close);`;
    const { page, received, messages } = await lab.visit({
      html: '<!doctype html><title>Two copies</title><link rel="icon" href="data:,"><body><script src="app.js"></script><script src="second.js"></script><script src="last.js"></script>',
      script: `${snapshot} Object.assign(window, { before: methods(), asItWas }); ${copy}`,
      files: { 'second.js': copy, 'last.js': fail },
    });
    await received(3);
    expect(messages()).toEqual(all);
    expect(await page.evaluate('(async () => { for (const close of closes) await close(); return asItWas(before); })()')).toBe(true);
  });

  it.each(['before', 'after'])('works where @sentry/browser was started %s it: each reports each error once', async (when) => {
    const sentry = `Sentry.init({ dsn: DSN.replace(/\\d+$/, '9$&'), release: 'sentry@1', integrations: [] });`;
    const ours = `init({ dsn: DSN, release: 'tocsin@1' });`;
    const { received, arrived, messages, project, page } = await lab.visit({
      script: `import * as Sentry from '@sentry/browser'; import { close, init } from '@tocsin/browser';
        ${when === 'before' ? sentry + ours : ours + sentry}
        window.done = async () => { await close(); setTimeout(() => { throw new Error('afterwards'); }); };
        setTimeout(() => { ${fail} });`,
    });
    await received(3);
    const theirs = (): readonly string[] => messagesOf(lab.intake().events(`9${project}`));
    await expect.poll(theirs).toEqual(all);
    expect(messages()).toEqual(all);
    expect(new Set(arrived().map(({ release }) => release))).toEqual(new Set(['tocsin@1']));
    await page.evaluate('done()');
    await expect.poll(theirs).toEqual(['afterwards', ...all]);
    expect(arrived()).toHaveLength(3);
  });
});
