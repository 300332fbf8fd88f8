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
