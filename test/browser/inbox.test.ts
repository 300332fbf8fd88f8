import { startInbox } from '@tocsin/inbox';
import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

describe.skipIf(withoutBrowser)('from a page into the inbox', () => {
  const lab = useLab();

  it('an error goes, and the hash that the page shows finds it there', async () => {
    const inbox = await startInbox({ file: ':memory:' });
    try {
      const { page } = await lab.visit({
        script: `
          import { captureException, errorHash, init } from '@tocsin/browser';
          init({ dsn: '${inbox.dsn}', release: 'shop@1.0.0' });
          function order() { throw new TypeError('the order cannot be taken'); }
          try { order(); } catch (error) { document.title = errorHash(captureException(error)) ?? ''; }`,
      });
      const hash = await page.title();
      expect(hash).toMatch(/^(?:[a-z]{5}-){3}[a-z]{5}$/);
      const found = await page.context().newPage();
      await expect
        .poll(async () => {
          await found.goto(`${inbox.url}/lookup?hash=${hash}`);
          return found.locator('body').textContent();
        })
        .toContain('the order cannot be taken');
      expect(await found.locator('body').textContent()).toContain('app.js');
    } finally {
      await inbox.close();
    }
  });
});
