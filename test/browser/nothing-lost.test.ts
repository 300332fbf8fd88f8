import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { COUNT_STORED } from './count-stored';
import { eventually, useHarness, withoutBrowser } from './harness';
import { startOutage } from './outage';
import type { Answers, SlowAnswers } from './slow-answers';
import { startSlowAnswers } from './slow-answers';

const APP = `
import * as tocsin from '@tocsin/browser';
addEventListener('pagehide', () => globalThis.onLast?.());
const { storage, locks } = Object.fromEntries(new URLSearchParams(location.search));
if (locks === 'none') Object.defineProperty(navigator, 'locks', { value: undefined });
if (storage === 'none') Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
if (storage === 'blocked') IDBFactory.prototype.open = () => { throw new DOMException('blocked', 'SecurityError'); };
window.tocsin = tocsin;
tocsin.init({ dsn: DSN, flood: false, debug: true });
window.captureLarge = (...names) => { for (const name of names) tocsin.captureException(new Error(name), { extra: { large: Array.from({ length: 25 }, (_, index) => index + 'x'.repeat(990)) } }); };
window.capture = (...names) => { for (const name of names) tocsin.captureException(new Error(name)); };
window.countStored = ${COUNT_STORED};
`;

describe.skipIf(withoutBrowser)('nothing is lost', () => {
  const harness = useHarness();
  const slow: SlowAnswers[] = [];
  afterAll(() => Promise.all(slow.map((way) => way.close())));
  const values = (project: string): readonly string[] => harness.intake.arrivals.filter((one) => one.project === project).map(({ event }) => event.exception?.values[0]?.value ?? '').sort();
  /** Each event once: a server takes one with a known id for a repetition. */
  const expectEvents = (project: string, names: readonly string[]): Promise<void> =>
    eventually(() => expect(harness.intake.events(project).map(({ exception }) => exception?.values[0]?.value ?? '').sort()).toEqual([...names].sort()));
  const expectArrivals = (project: string, names: readonly string[]): Promise<void> => eventually(() => expect(values(project)).toEqual([...names].sort()));

  /** The server cannot be reached from any tab of this visitor, until the answer is called. */
  const block = async (context: BrowserContext): Promise<() => Promise<void>> => {
    const pattern = '**/api/*/envelope/**';
    await context.route(pattern, (route) => route.abort());
    return () => context.unroute(pattern);
  };
  interface Started {
    readonly page: Page;
    readonly context: BrowserContext;
    readonly url: string;
  }
  const start = async (project: string, query = ''): Promise<Started> => {
    const site = await harness.serve(project, { app: APP });
    return { ...(await harness.open(`${site.origin}/${query}`)), url: site.origin };
  };
  /** Waits until as many envelopes lie in the store of the page's tabs. */
  const stored = (page: Page, count: number): Promise<void> => expect.poll(() => page.evaluate('countStored()')).toBe(count);
  /** Captures an error, and waits until the page knows that it cannot be sent now: before that, a page that goes would still try. */
  const captureInVain = async (page: Page, name: string): Promise<void> => {
    const unreachable = page.waitForEvent('console', (line) => line.text().includes('T3003'));
    await page.evaluate(`capture('${name}')`);
    await unreachable;
  };

  it('when the tab closes right after the error', async () => {
    const { page } = await start('1');
    await page.evaluate("new Promise((done) => setTimeout(() => { capture('last'); done(); }))");
    await page.close();
    await expectArrivals('1', ['last']);
  });

  it('when the page goes to another one in the same task', async () => {
    const { page, url } = await start('2');
    await page.evaluate(`capture('last'); location.href = '${url}/other'`);
    await page.waitForURL('**/other');
    await expectArrivals('2', ['last']);
  });

  // More than the browser takes: the rest is written down in the page's last task, and sent by the next page.
  it.each([
    ['goes to another one of its site', '3', "location.href = '/other'"],
    ['is loaded again', '11', 'location.reload()'],
    ['is loaded again, where lists have a toJSON of an old library', '20', "Array.prototype.toJSON = () => 'a list'; location.reload()"],
    ['is closed, and visited later', '12', ''],
  ])('of two hundred errors in the last frame, when the page %s: each once', async (_, project, leave) => {
    const { page, context, url } = await start(project);
    const names = Array.from({ length: 200 }, (__, index) => `error ${index}`);
    await page.evaluate(`new Promise((done) => requestAnimationFrame(() => { capture(...${JSON.stringify(names)}); ${leave}; done(); }))`).catch(() => undefined); // it may be gone before it has answered
    if (!leave) {
      await page.close();
      await (await context.newPage()).goto(url);
    }
    // A tab that closes hears its requests fail that arrive all the same: the next page sends them once more, under the same ids.
    if (leave) await expectArrivals(project, names);
    else await expectEvents(project, names);
    await context.close();
  });

  // What has just arrived may still lie in the store when the page is cut off: it goes out once more, under the same id.
  it('of two hundred errors, when the pages that send the rest are left in turn', async () => {
    const { page, context } = await start('13');
    const names = Array.from({ length: 200 }, (_, index) => `error ${index}`);
    await page.evaluate(`capture(...${JSON.stringify(names)})`);
    for (let visit = 0; visit < 5; visit++) {
      await page.reload();
      await page.waitForTimeout(visit * 20);
    }
    await expectEvents('13', names);
    expect(values('13').length).toBeLessThan(names.length + 10);
    expect(await page.evaluate('localStorage.length')).toBe(0);
    await context.close();
  });

  it('in a page that cannot store: what lies beside the app\'s own stays small, and takes no place from it', async () => {
    const { page, context, url } = await start('14', '?storage=blocked');
    const unblock = await block(context);
    const leave = async (): Promise<void> => {
      await page.evaluate("capture(...Array.from({ length: 100 }, (_, index) => index + ' ' + 'long '.repeat(1500)))");
      await page.goto(`${url}/?storage=blocked`);
    };
    for (let visit = 0; visit < 6; visit++) await leave();
    // As it looks after many visits more.
    await page.evaluate("const [key] = Object.keys(localStorage); for (let visit = 0; visit < 26; visit++) localStorage.setItem(key + visit, '[]')");
    for (let visit = 0; visit < 3; visit++) await leave();
    expect(await page.evaluate('Object.values(localStorage).join().length')).toBeLessThan(3_000_000);
    expect(await page.evaluate("localStorage.setItem('mine', 'x'.repeat(2_000_000))")).toBeUndefined();
    await unblock();
    await context.close();
  });

  it('offline, and online again', async () => {
    const { page, context } = await start('4');
    await context.setOffline(true);
    await page.evaluate("capture('a', 'b', 'c')");
    await stored(page, 3);
    expect(values('4')).toEqual([]);
    await context.setOffline(false);
    await expectArrivals('4', ['a', 'b', 'c']);
    await expect.poll(() => page.evaluate('tocsin.stats().error')).toMatchObject({ captured: 3, sent: 3, pending: 0, spooled: 0 });
  });

  it('but what the store has no room for, counted when it is thrown away and not before it lay there', async () => {
    const observed = APP.replace('tocsin.init({', 'window.fewest = 0; window.client = tocsin.init({ onDrop: () => void (fewest = Math.min(fewest, client.stats().error.spooled)),');
    const site = await harness.serve('20', { app: observed });
    const { page, context } = await harness.open(site.origin);
    await context.setOffline(true);
    // As many wait in memory as the queue holds; all of them go into the store at once.
    await page.evaluate("capture(...Array.from({ length: 300 }, (_, index) => 'error ' + index)); tocsin.close(0)");
    await stored(page, 200);
    await expect.poll(() => page.evaluate('client.stats().error')).toMatchObject({ captured: 300, pending: 0, spooled: 200, dropped: { cache_overflow: 100 } });
    expect(await page.evaluate('fewest')).toBe(0);
    await context.close();
  });

  it('while the server is out of reach and the page is loaded again', async () => {
    const { page, context } = await start('5');
    const unblock = await block(context);
    await captureInVain(page, 'a');
    await stored(page, 1);
    await page.evaluate("capture('b')");
    await page.reload();
    await captureInVain(page, 'c');
    await unblock();
    await page.reload();
    await expectEvents('5', ['a', 'b', 'c']);
  });

  it('while connections break and the page goes, each once', async () => {
    const outage = await startOutage(harness.intake.dsn('10'));
    const site = await harness.serve('10', { app: APP.replace('dsn: DSN', `dsn: ${JSON.stringify(outage.through(harness.intake.dsn('10')))}`) });
    const { page, context } = await harness.open(site.origin);
    await captureInVain(page, 'a');
    await stored(page, 1);
    await page.evaluate("capture('b')");
    await page.goto('about:blank');
    outage.end();
    await page.goto(site.origin);
    await expectArrivals('10', ['a', 'b']);
    await context.close();
    await outage.close();
  });

  it.each([['', '6'], ['?locks=none', '15']])('in two tabs that share the store %s', async (query, project) => {
    const { page, context, url } = await start(project, query);
    const other = await context.newPage();
    await other.goto(`${url}/${query}`);
    const unblock = await block(context);
    await captureInVain(page, 'from one');
    await captureInVain(other, 'from the other');
    await stored(page, 2);
    await page.close();
    await unblock();
    await other.evaluate('tocsin.flush()');
    await other.reload();
    await expectArrivals(project, ['from one', 'from the other']);
  });

  /** The page's process is gone at once; then the server is there again, and the visitor comes back. */
  const killAndReturn = async ({ page, context, url, unblock }: Started & { readonly unblock: () => Promise<void> }): Promise<void> => {
    await page.goto('chrome://crash').catch(() => undefined);
    await page.close();
    await unblock();
    await (await context.newPage()).goto(url);
  };

  it('when the renderer is killed', async () => {
    const { page, context, url } = await start('7');
    const unblock = await block(context);
    await page.evaluate("capture('before the end')");
    await stored(page, 1);
    await killAndReturn({ page, context, url, unblock });
    await expectArrivals('7', ['before the end']);
  });

  // As when somebody signs out of a site that sends `Clear-Site-Data`.
  it('when the renderer is killed, after what the site had stored was cleared', async () => {
    const { page, context, url } = await start('19');
    const unblock = await block(context);
    await page.evaluate("capture('before')");
    await stored(page, 1);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'indexeddb' });
    await page.evaluate("capture('after')");
    await stored(page, 1);
    await killAndReturn({ page, context, url, unblock });
    await expectArrivals('19', ['after']);
  });

  /** A page whose server's answers take their time. */
  const startSlow = async (project: string, answers: Answers): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly url: string; readonly way: string }> => {
    const way = await startSlowAnswers(harness.intake.dsn(project), answers);
    slow.push(way);
    const site = await harness.serve(project, { app: APP.replace('dsn: DSN', `dsn: ${JSON.stringify(way.through(harness.intake.dsn(project)))}`) });
    return { ...(await harness.open(site.origin)), url: site.origin, way: way.through(new URL(harness.intake.dsn(project)).origin + '/') };
  };

  // Browsers count a request that may outlive the page until its answer is read to the end.
  it('of a large error in the last task, when answers are not over yet', async () => {
    const { page, context, url } = await startSlow('16', { after: 3000 });
    await page.evaluate("captureLarge('a', 'b')");
    await expect.poll(() => page.evaluate('tocsin.stats().error.sent'), { timeout: 10_000 }).toBe(2);
    await page.evaluate("onLast = () => captureLarge('c')");
    await page.close();
    await (await context.newPage()).goto(url);
    await expectArrivals('16', ['a', 'b', 'c']);
    await context.close();
  });

  // What nobody reads of these they would count for ever.
  it('of large errors in a row, when answers must not be stored', async () => {
    const { page, context } = await startSlow('17', { headers: { 'cache-control': 'no-store' } });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await page.evaluate(`captureLarge('${name}')`);
      await expect.poll(() => page.evaluate('tocsin.stats().error.pending'), { timeout: 10_000 }).toBe(0);
    }
    await expectArrivals('17', ['a', 'b', 'c', 'd', 'e']);
    await context.close();
  });

  it('where the app itself has used up what may outlive a page', async () => {
    const { page, context, way } = await startSlow('18', { after: 20_000 });
    await page.evaluate(`void fetch(${JSON.stringify(way)}, { method: 'POST', body: 'x'.repeat(60_000), keepalive: true, mode: 'no-cors' })`);
    await page.evaluate("captureLarge('a')");
    await expectArrivals('18', ['a']);
    await context.close();
  });

  it.each(['none', 'blocked'])('where storage is %s, as long as the server is there', async (storage) => {
    const project = storage === 'none' ? '8' : '9';
    const { page } = await start(project, `?storage=${storage}`);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.evaluate("capture('a')");
    await expectArrivals(project, ['a']);
    await page.evaluate('tocsin.close()');
    expect(errors).toEqual([]);
  });
});
