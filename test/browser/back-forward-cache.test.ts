import { describe, expect, it } from 'vitest';
import { launch } from './chromium';
import { eventually, useHarness, withoutBrowser } from './harness';

const APP = `
import * as tocsin from '@tocsin/browser';
window.tocsin = tocsin;
window.isBack = false;
addEventListener('pageshow', ({ persisted }) => { isBack = persisted; });
tocsin.init({ dsn: DSN, release: 'shop@1' });`;

describe.skipIf(withoutBrowser)('a page that comes out of the back/forward cache', () => {
  const harness = useHarness();
  const arrived = (): readonly string[] => harness.intake.arrivals.map(({ event }) => event.exception?.values[0]?.value ?? '').sort();

  it('was let in with us, tells each error once, and is another visit', async () => {
    const site = await harness.serve('1', { app: APP });
    const browser = await launch({ keepsPages: true });
    const page = await browser.newPage();
    await page.goto(site.origin);
    await page.evaluate("tocsin.captureException(new Error('before'))");
    await eventually(() => expect(arrived()).toEqual(['before']));
    await page.goto(`${site.otherOrigin}/api/else`);
    await page.evaluate('void setTimeout(() => history.back())');
    // The driver does not hear that the page is back.
    await expect.poll(() => page.evaluate('globalThis.isBack').catch(() => false), { timeout: 10_000 }).toBe(true);
    await page.evaluate("setTimeout(() => { throw new Error('uncaught'); }); tocsin.captureException(new Error('after')); 0");
    await eventually(() => expect(arrived()).toEqual(['after', 'before', 'uncaught']));
    const visits = (): ReadonlySet<unknown> => new Set(harness.intake.items('session', '1').map((item) => Object(item)['sid']));
    await eventually(() => expect(visits().size).toBe(2));
    await browser.close();
  });
});
