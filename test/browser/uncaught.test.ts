import { describe, expect, it } from 'vitest';
import { eventually, useHarness, withoutBrowser } from './harness';

const APP = `
import * as tocsin from '@tocsin/browser';
window.tocsin = tocsin;
tocsin.init({ dsn: DSN, release: 'shop@1' });
window.fail = function fail() { throw new TypeError('broken basket'); };
`;

describe.skipIf(withoutBrowser)('an uncaught error of a page', () => {
  const harness = useHarness();
  it('arrives with its stack, page and browser, without a preflight, and the page hears of it as before', async () => {
    const site = await harness.serve('1', { app: APP });
    const { page } = await harness.open(`${site.origin}/orders?page=2&token=s3cr3t-t0k3n-value#/basket`);
    const answer = await page.evaluate('new Promise((resolve) => { window.onerror = (message) => { resolve(message); return true; }; setTimeout(window.fail, 0); })');
    expect(answer).toBe('Uncaught TypeError: broken basket');
    await eventually(() => expect(harness.intake.events('1')).toHaveLength(1));
    const [event] = harness.intake.events('1');
    expect(event).toMatchObject({
      platform: 'javascript',
      release: 'shop@1',
      exception: { values: [{ type: 'TypeError', value: 'broken basket', mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false } }] },
      request: { url: `${site.origin}/orders#/basket`, headers: { 'User-Agent': expect.stringContaining('Chrome') } },
      contexts: { culture: { timezone: expect.any(String) } },
      tags: { error_hash: expect.stringMatching(/^(\w{5}-){3}\w{5}$/) },
    });
    expect(JSON.stringify(event)).not.toContain('s3cr3t');
    const frame = event?.exception?.values[0]?.stacktrace?.frames.at(-1);
    expect(frame).toMatchObject({ function: 'fail', filename: `${site.origin}/app.js`, abs_path: `${site.origin}/app.js`, in_app: true });
    expect(harness.intake.preflights).toEqual([]);
  });

  it('is told when a promise is rejected, whatever the reason', async () => {
    const site = await harness.serve('2', { app: APP });
    const { page } = await harness.open(site.origin);
    await page.evaluate("Promise.reject(new RangeError('too late')); Promise.reject({ code: 7 }); Promise.reject(undefined); window.dispatchEvent(new CustomEvent('unhandledrejection', { detail: { reason: new Error('from a library') } })); undefined");
    await eventually(() => expect(harness.intake.events('2')).toHaveLength(4));
    const told = harness.intake.events('2').map(({ exception }) => exception?.values[0]);
    expect(told.map((one) => `${one?.type}: ${one?.value}`).sort()).toEqual(['Error: Thrown value: undefined', 'Error: from a library', 'Object: Object thrown, with keys: code', 'RangeError: too late']);
    expect(new Set(told.map((one) => one?.mechanism?.type))).toEqual(new Set(['auto.browser.global_handlers.onunhandledrejection']));
  });

  // Such as a page of errors that was served in its place.
  it('has a place where a script cannot be read', async () => {
    const site = await harness.serve('4', { app: APP, scripts: { '/unreadable.js': '"use strict";\n<!doctype html>' } });
    const { page } = await harness.open(site.origin);
    await page.evaluate("void document.body.append(Object.assign(document.createElement('script'), { src: 'unreadable.js' }))");
    await eventually(() => expect(harness.intake.events('4')).toHaveLength(1));
    const [event] = harness.intake.events('4');
    expect(event?.exception?.values).toMatchObject([{ type: 'SyntaxError', stacktrace: { frames: [{ filename: `${site.origin}/unreadable.js`, lineno: 2, in_app: true }] } }]);
  });

  it('is heard no more after close, and no global is left', async () => {
    const site = await harness.serve('3', { app: APP });
    const { page } = await harness.open(site.origin);
    const left = await page.evaluate(`(async () => {
      await window.tocsin.close();
      setTimeout(window.fail, 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return Object.getOwnPropertySymbols(globalThis).map(String);
    })()`);
    expect(left).not.toContain('Symbol(tocsin.carriers)');
    expect(harness.intake.events('3')).toEqual([]);
  });
});
