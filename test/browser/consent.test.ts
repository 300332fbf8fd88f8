import { describe, expect, it } from 'vitest';
import { COUNT_STORED } from './count-stored';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const start = `
  import { captureException, createConsent, getClient, init } from '@tocsin/browser';
  const consent = createConsent();
  init({ dsn: DSN, release: 'shop@1', consent });
  Object.assign(window, { consent, getClient, captureException });
  captureException(new Error('first'));
  setTimeout(() => { throw new Error('second'); });`;

/** Names of the databases that the page has. */
const databases = 'indexedDB.databases().then((list) => list.map(({ name }) => name))';

/** How much lies in the one that we have. */
const stored = `(${COUNT_STORED})()`;

describe.skipIf(withoutBrowser)('a page that has to ask first', () => {
  const lab = useLab();

  it('sends and stores nothing before the visitor agrees, and everything then', async () => {
    const { page, received, messages, items } = await lab.visit({ script: start });
    await page.waitForTimeout(1000);
    expect(messages()).toEqual([]);
    expect(items('session')).toEqual([]);
    expect(await page.evaluate(databases)).toEqual([]);
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, '']);
    await page.evaluate('consent.give()');
    await received(2);
    expect(messages()).toEqual(['first', 'second']);
    await page.evaluate("captureException(new Error('third'))");
    await received(3);
    await expect.poll(() => items('session').length).toBeGreaterThan(0);
  });

  it('throws away what has waited when the visitor does not, counts it, and hears no more', async () => {
    const { page, messages } = await lab.visit({ script: start });
    await expect.poll(() => page.evaluate('getClient().stats().error.captured')).toBe(2);
    await page.evaluate('window.client = getClient(); consent.refuse()');
    await expect.poll(() => page.evaluate('client.stats().error')).toMatchObject({ captured: 2, sent: 0, pending: 0, spooled: 0, dropped: { closed: 2 } });
    await page.evaluate("captureException(new Error('third'))");
    await page.waitForTimeout(300);
    expect(messages()).toEqual([]);
    expect(await page.evaluate(databases)).toEqual([]);
  });

  it('takes out of the store as well what waits there, when the visitor agrees no longer', async () => {
    const context = await lab.newContext();
    await context.route('**/envelope/**', (route) => route.abort());
    const { page, url, messages } = await lab.visit({ script: start, context });
    await page.evaluate('consent.give()');
    await expect.poll(() => page.evaluate(stored)).toBeGreaterThan(1);
    await page.reload();
    await page.evaluate('consent.give()');
    await expect.poll(() => page.evaluate(stored)).toBeGreaterThan(3);
    await page.evaluate('consent.refuse()');
    await expect.poll(() => page.evaluate(stored)).toBe(0);
    await page.goto('about:blank');
    await context.unroute('**/envelope/**');
    await page.goto(url);
    await page.evaluate("consent.give(), captureException(new Error('third'))");
    await expect.poll(() => messages().includes('third')).toBe(true);
    await page.waitForTimeout(1000);
    expect(messages()).toEqual(['first', 'second', 'third']);
    await context.close();
  });

  it('loses with the page what waits for an answer, and stores none of it', async () => {
    const { page, messages, url } = await lab.visit({ script: start });
    await page.waitForTimeout(400);
    await page.goto(`${url}app.js`);
    await page.goto(url);
    await page.waitForTimeout(400);
    expect(messages()).toEqual([]);
    expect(await page.evaluate(databases)).toEqual([]);
    expect(await page.evaluate('localStorage.length')).toBe(0);
  });
});
