import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** Scripts as extensions put them into a page, each with its own way to fail. */
const extensions = [
  ['chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb/content.js', `function tr() { throw new TypeError("Cannot read properties of undefined (reading 'translate')"); } tr();`],
  ['moz-extension://2f6e8b1c-0000-4000-8000-000000000000/inject.js', `Promise.reject(new Error('wallet is locked'));`],
  ['safari-web-extension://B5E9A2F0-0000-4000-8000-000000000000/page.js', `addEventListener('ring', () => { throw new RangeError('too many coupons'); }); dispatchEvent(new Event('ring'));`],
  ['webkit-masked-url://hidden/', `setTimeout(() => { throw new Error('masked'); });`],
  ['user-script:2', `requestAnimationFrame(() => { throw new Error('userscript'); });`],
] as const;

const injected = extensions.map(([url, source]) => `setTimeout(${JSON.stringify(`${source}\n//# sourceURL=${url}`)});`).join('\n');

const app = (options = ''): string => `
  import { init, stats } from '@tocsin/browser';
  init({ dsn: DSN, ${options} });
  window.stats = stats;
  ${injected}
  const box = document.body.appendChild(document.createElement('div'));
  new ResizeObserver(() => { box.style.width = box.offsetWidth + 1 + 'px'; }).observe(box);
  const script = document.createElement('script'); script.src = ELSEWHERE + 'third.js'; document.body.append(script);
  setTimeout(() => _AutofillCallbackHandler());
  setTimeout(() => { throw new TypeError("undefined is not an object (evaluating 'window.webkit.messageHandlers'), __firefox__.reader"); });
`;

const files = { 'third.js': `throw new Error('of another origin');` };

describe.skipIf(withoutBrowser)('noise', () => {
  const lab = useLab();

  it('of extensions, observers, in-app browsers and other origins is not sent, and counted', async () => {
    const { page, events } = await lab.visit({ script: app(), files });
    // Five extensions, the observer, the other origin, two in-app browsers.
    await expect.poll(() => page.evaluate('stats().error?.captured'), { timeout: 5000 }).toBeGreaterThanOrEqual(9);
    const { error } = await page.evaluate<{ readonly error: { readonly captured: number } }>('stats()');
    expect(error).toMatchObject({ sent: 0, dropped: { ignored: error.captured } });
    expect(events()).toEqual([]);
  });

  it('is sent where somebody wants to see it', async () => {
    const { messages } = await lab.visit({ script: app('ignoreNoise: false'), files });
    await expect.poll(messages).toEqual(expect.arrayContaining(['wallet is locked', 'too many coupons', 'masked', 'userscript', expect.stringContaining('ResizeObserver loop'), expect.stringContaining('Script error')]));
  });

  it('does not hide the error of the page beside it', async () => {
    const { received, messages } = await lab.visit({ script: `${app()} setTimeout(() => { throw new Error('of the page'); }, 50);`, files });
    await received(1);
    expect(messages()).toEqual(['of the page']);
  });
});
