import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually, useHarness, withoutBrowser } from './harness';
import { useLab } from './lab';

const APP = `
import * as tocsin from '@tocsin/browser';
tocsin.init({ dsn: DSN, initialScope: { user: { id: '7', username: 'Ada', email: 'ada@example.org' } } });
window.tocsin = tocsin;
`;

/** Nothing but our own script and the server; and no text may become markup. */
const strictPolicy = (dsn: string): string => `default-src 'none'; script-src 'self'; connect-src 'self' ${new URL(dsn).origin}; require-trusted-types-for 'script'; trusted-types 'none'`;

/** What the page complains about: violations of its policy. */
const watchPolicy = '/* before the app */ window.violations = []; document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample));';

describe.skipIf(withoutBrowser)('the report dialog', () => {
  const harness = useHarness();
  it('tells the hash, takes what the visitor says, and sends it with the event, under a strict policy', async () => {
    const dsn = harness.intake.dsn('1');
    const site = await harness.serve('1', { app: APP, body: '<script src="/policy.js"></script>', headers: { 'content-security-policy': strictPolicy(dsn) }, scripts: { '/policy.js': watchPolicy } });
    const { page } = await harness.open(site.origin);
    const [id, hash] = await page.evaluate<readonly [string, string]>("(() => { const id = tocsin.captureException(new Error('broken')); const hash = tocsin.errorHash(id); tocsin.showReportDialog({ title: 'Oh dear', onClose: () => { window.isDone = true; } }); return [id, hash]; })()");
    const dialog = page.getByRole('dialog', { name: 'Oh dear' });
    await dialog.waitFor();
    expect(await dialog.getByText(hash, { exact: true }).count()).toBe(1);
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Ada');
    expect(await dialog.getByLabel('E-mail').inputValue()).toBe('ada@example.org');
    // Focus is where somebody begins to write.
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Send report' }).click();
    expect(await dialog.getByRole('status').textContent()).toBe('Please tell us what happened.');
    await page.keyboard.type('I pressed “buy”, and then nothing');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog.getByText('Thank you. Your report is on its way.').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('tocsin-report-dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('window.isDone')).toBe(true);
    await eventually(() => expect(harness.intake.items('feedback', '1')).toHaveLength(1));
    expect(harness.intake.items('feedback', '1')).toMatchObject([
      { contexts: { feedback: { message: 'I pressed “buy”, and then nothing', name: 'Ada', contact_email: 'ada@example.org', associated_event_id: id, source: 'report-dialog' } } },
    ]);
    expect(await page.evaluate('window.violations')).toEqual([]);
  });

  it('says what has become of the report: refused, or on its way', { timeout: 30_000 }, async () => {
    const site = await harness.serve('5', { app: APP });
    const { page, context } = await harness.open(site.origin);
    await page.evaluate('tocsin.showReportDialog()');
    const dialog = page.getByRole('dialog');
    const status = dialog.getByRole('status');
    const submit = dialog.getByRole('button', { name: 'Send report' });
    await dialog.getByLabel('What happened?').fill('It broke');

    await context.route('**/envelope/**', (route) => route.fulfill({ status: 403, headers: { 'access-control-allow-origin': '*' } }));
    await submit.click();
    await expect.poll(() => status.textContent()).toBe('The report could not be sent. Please try again.');
    // Whoever works by keyboard can try again at once.
    expect(await submit.evaluate((button) => button.matches(':focus'))).toBe(true);
    await context.unroute('**/envelope/**');

    await context.setOffline(true);
    await submit.click();
    expect(await status.textContent()).toBe('Send report …');
    await expect.poll(() => status.textContent(), { timeout: 10_000 }).toBe('Thank you. Your report is on its way.');
    expect(await dialog.getByRole('button').allTextContents()).toEqual(['Close']);
    expect(harness.intake.items('feedback', '5')).toEqual([]);
    await context.setOffline(false);
    await eventually(() => expect(harness.intake.items('feedback', '5')).toHaveLength(1));
    await context.close();
  });

  it('speaks the language of the page, and of the app before that', async () => {
    const site = await harness.serve('2', { app: APP });
    const { page } = await harness.open(site.origin);
    await page.evaluate("document.documentElement.lang = 'de-AT'; tocsin.showReportDialog({ labelSubmit: 'Ab damit' })");
    const dialog = page.getByRole('dialog', { name: 'Da ist etwas schiefgegangen' });
    await dialog.waitFor();
    expect(await dialog.getAttribute('lang')).toBe('de');
    expect(await dialog.getByRole('button').allTextContents()).toEqual(['Ab damit', 'Schließen']);
  });

  it('copies the hash at a click, and says so', async () => {
    const site = await harness.serve('3', { app: APP });
    const { page, context } = await harness.open(site.origin);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const hash = await page.evaluate<string>("(() => { const id = tocsin.captureException(new Error('broken')); tocsin.showReportDialog(); return tocsin.errorHash(id); })()");
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(hash);
  });

  it('is as large as the visitor reads, and written in the direction of its words, whatever the page says', async () => {
    const site = await harness.serve('7', { app: APP, body: '<style>html { font-size: 62.5%; direction: rtl }</style>' });
    const { page } = await harness.open(site.origin);
    const look = (locator: Locator) => locator.evaluate((shown) => [getComputedStyle(shown).fontSize, getComputedStyle(shown).direction]);
    await page.evaluate('tocsin.showReportDialog()');
    const dialog = page.getByRole('dialog');
    expect(await look(dialog.getByRole('paragraph').first())).toEqual(['16px', 'ltr']);
    expect(await look(dialog.getByLabel('What happened?'))).toEqual(['16px', 'ltr']);
    await page.keyboard.press('Escape');
    await page.locator('tocsin-report-dialog').waitFor({ state: 'detached' });
    await page.evaluate("tocsin.showReportDialog({ title: 'حدث خطأ ما' })");
    expect((await look(dialog.getByRole('heading')))[1]).toBe('rtl');
  });

  it('keeps what is typed in it from the shortcuts of the page', async () => {
    const site = await harness.serve('8', { app: APP });
    const { page } = await harness.open(site.origin);
    await page.evaluate("window.heard = []; for (const type of ['keydown', 'keypress', 'keyup']) addEventListener(type, (event) => { heard.push(event.key); event.preventDefault(); })");
    await page.evaluate('tocsin.showReportDialog()');
    await page.getByLabel('What happened?').waitFor();
    await page.keyboard.type('jk');
    expect(await page.getByLabel('What happened?').inputValue()).toBe('jk');
    await page.keyboard.press('Escape');
    await page.locator('tocsin-report-dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate("heard.filter((key) => key !== 'Escape')")).toEqual([]);
  });

  it('does nothing before init, and takes what is no option for none', async () => {
    const site = await harness.serve('4', { app: "import * as tocsin from '@tocsin/browser'; window.tocsin = tocsin; window.DSN = DSN;" });
    const { page } = await harness.open(site.origin);
    await page.evaluate('tocsin.showReportDialog()');
    expect(await page.locator('tocsin-report-dialog').count()).toBe(0);
    await page.evaluate('tocsin.init({ dsn: DSN }); tocsin.showReportDialog({ title: 7, user: 3, lang: {}, onLoad: 5, eventId: null })');
    await page.getByRole('dialog', { name: 'Something went wrong' }).waitFor();
  });

  it('is one, also when it is asked for again: what was written stays, until the report is sent', async () => {
    const site = await harness.serve('6', { app: APP });
    const { page } = await harness.open(site.origin);
    const show = (title: string) => page.evaluate(`new Promise((resolve) => tocsin.showReportDialog({ title: '${title}', onLoad: resolve, onClose: () => (window.ended ??= []).push('${title}') }))`);
    await page.evaluate("tocsin.captureException(new Error('broken'))");
    await show('First');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What happened?').fill('It broke');
    await dialog.getByLabel('Name').focus();
    await Promise.all([show('Second'), show('Third')]);
    expect(await page.locator('tocsin-report-dialog').count()).toBe(1);
    expect(await dialog.getByRole('heading').textContent()).toBe('First');
    expect(await dialog.getByLabel('What happened?').inputValue()).toBe('It broke');
    await dialog.getByRole('button', { name: 'Send report' }).click();
    await dialog.getByText('Thank you. Your report is on its way.').waitFor();
    await show('Fourth');
    expect(await page.locator('tocsin-report-dialog').count()).toBe(1);
    expect(await dialog.getByRole('heading').textContent()).toBe('Fourth');
    // The browser tells of a dialog that is closed in a task of its own.
    await expect.poll(() => page.evaluate('window.ended')).toEqual(['First', 'Second', 'Third']);
    await page.keyboard.press('Escape');
    await page.locator('tocsin-report-dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('window.ended')).toEqual(['First', 'Second', 'Third', 'Fourth']);
    await show('Fifth');
    await page.getByRole('dialog', { name: 'Fifth' }).waitFor();
  });
});

const sdk = readFileSync(fileURLToPath(new URL('../../packages/browser/dist/cdn/tocsin.min.js', import.meta.url)), 'utf8');

describe.skipIf(withoutBrowser)('the report dialog in what is no page of HTML with a body', () => {
  const lab = useLab();

  it.each([
    ['an SVG', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script href="tocsin.min.js"/><script href="start.js"/></svg>'],
    ['XML', 'application/xml', '<orders xmlns:h="http://www.w3.org/1999/xhtml"><order/><h:script src="tocsin.min.js"/><h:script src="start.js"/></orders>'],
    ['XHTML', 'application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A page</title></head><body><script src="tocsin.min.js"/><script src="start.js"/></body></html>'],
    ['a frameset', 'text/html', '<script src="tocsin.min.js"></script><script src="start.js"></script><frameset><frame src="about:blank"></frameset>'],
  ])('opens, and goes without a trace: %s', async (_, type, html) => {
    const { page, project } = await lab.visit({
      html,
      headers: { 'content-type': type },
      script: '',
      files: { 'tocsin.min.js': { body: sdk }, 'start.js': 'Tocsin.init({ dsn: DSN });' },
    });
    const before = await page.evaluate('document.documentElement.outerHTML');
    await page.evaluate('Tocsin.showReportDialog()');
    await page.getByRole('dialog').waitFor();
    // The driver knows no labels in XML; the keyboard does.
    await page.keyboard.type('It broke');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Thank you. Your report is on its way.').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.documentElement.outerHTML')).toBe(before);
    expect(lab.intake().items('feedback', project)).toMatchObject([{ contexts: { feedback: { message: 'It broke' } } }]);
  });
});
