import { describe, expect, it } from 'vitest';
import { eventually, useHarness, withoutBrowser } from './harness';

const APP = `
import { createElement as h, useState } from 'react';
import { createRoot } from 'react-dom/client';
import * as tocsin from '@tocsin/browser';
import { ErrorBoundary, ErrorHash, reactErrorHandler, withErrorBoundary } from '@tocsin/browser/react';

tocsin.init({ dsn: DSN });
window.told = [];
const mode = location.search.slice(1);
const Basket = ({ isBroken }) => { if (isBroken) throw new Error('broken basket'); return h('p', null, 'three things'); };
const fallback = ({ error, eventId, componentStack, resetError }) =>
  h('div', null, h('b', null, String(error)), h(ErrorHash, { eventId, label: 'Code ' }), h('button', { onClick: resetError }, 'Again'));
const App = () => {
  const [isBroken, setBroken] = useState(mode !== 'later');
  window.mend = () => setBroken(false);
  return h(ErrorBoundary, {
    fallback,
    beforeCapture: (scope) => { scope.setTag('part', 'basket'); if (mode === 'hostile') throw new Error('hook'); },
    onError: (error, stack, id) => window.told.push(['error', String(error), id]),
    onReset: (error, stack, id) => window.told.push(['reset', String(error), id]),
  }, h(Basket, { isBroken }));
};
const hooks = { onCaughtError: reactErrorHandler((error, info, id) => window.told.push(['caught', String(error), id])), onUncaughtError: reactErrorHandler() };
const Bare = () => h(Basket, { isBroken: true });
createRoot(document.getElementById('root'), hooks).render(h(mode === 'bare' ? Bare : mode === 'wrapped' ? withErrorBoundary(Bare, { fallback: h('i', null, 'sorry') }) : App));
`;

/** Shows the hash of whatever failed last, always in the same place. */
const NOTICE = `
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import * as tocsin from '@tocsin/browser';
import { ErrorHash } from '@tocsin/browser/react';

tocsin.init({ dsn: DSN });
const root = createRoot(document.getElementById('root'));
window.notice = (message) => root.render(h(ErrorHash, { eventId: tocsin.captureException(new Error(message)) }));
`;

const body = '<div id="root"></div>';

describe.skipIf(withoutBrowser)('React', () => {
  const harness = useHarness();
  it('shows a fallback with the hash, reports once with the components around it, and tries again', async () => {
    const site = await harness.serve('1', { app: APP, body });
    const { page } = await harness.open(site.origin);
    const hash = await page.locator('.tocsin-error-hash code').textContent();
    await eventually(() => expect(harness.intake.events('1')).toHaveLength(1));
    const [event] = harness.intake.events('1');
    expect(event).toMatchObject({
      exception: { values: [{ value: 'broken basket', mechanism: { type: 'auto.function.react.error_boundary', handled: true } }] },
      contexts: { react: { version: '19.3.1', componentStack: expect.stringContaining('at ') } },
      tags: { part: 'basket', error_hash: hash },
    });
    await page.evaluate('window.mend()');
    await page.getByRole('button', { name: 'Again' }).click();
    await page.getByText('three things').waitFor();
    const told = await page.evaluate<readonly (readonly string[])[]>('window.told');
    // The root's hook hears of the same error: one event.
    expect(told.map(([what]) => what).sort()).toEqual(['caught', 'error', 'reset']);
    expect(new Set(told.map(([, , id]) => id))).toEqual(new Set([event?.event_id]));
  });

  it('reports what no boundary catches by the root, and leaves it in the console', async () => {
    const site = await harness.serve('2', { app: APP, body });
    const context = await harness.browser.newContext();
    const page = await context.newPage();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await page.goto(`${site.origin}/?bare`);
    await eventually(() => expect(harness.intake.events('2')).toHaveLength(1));
    expect(harness.intake.events('2')).toMatchObject([{ exception: { values: [{ value: 'broken basket', mechanism: { type: 'auto.function.react.error_handler', handled: false } }] } }]);
    await eventually(() => expect(lines.join('\n')).toContain('broken basket'));
  });

  it('reports what failed though the hook before the report fails as well', async () => {
    const site = await harness.serve('3', { app: APP, body });
    await harness.open(`${site.origin}/?hostile`);
    await eventually(() => expect(harness.intake.events('3')).toMatchObject([{ exception: { values: [{ value: 'broken basket' }] }, tags: { part: 'basket' } }]));
  });

  it('says of a hash that it was copied, and not of the next one', async () => {
    const site = await harness.serve('5', { app: NOTICE, body });
    const { page, context } = await harness.open(site.origin);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate("notice('first')");
    const first = await page.getByRole('code').textContent();
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.getByRole('status').textContent()).toBe('Copied');
    await page.evaluate("notice('second')");
    await expect.poll(() => page.getByRole('code').textContent()).not.toBe(first);
    expect(await page.getByRole('button').textContent()).toBe('Copy');
    expect(await page.getByRole('status').textContent()).toBe('');
  });

  it('wraps a component', async () => {
    const site = await harness.serve('4', { app: APP, body });
    const { page } = await harness.open(`${site.origin}/?wrapped`);
    await page.getByText('sorry').waitFor();
    await eventually(() => expect(harness.intake.events('4')).toHaveLength(1));
  });
});
