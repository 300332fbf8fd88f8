import { afterEach, describe, expect, it } from 'vitest';
import { openAlone } from './chromium';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const usual = (head: string): string => `<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><body>${head}`;

const rules = '<script type="speculationrules">{"prerender":[{"urls":["ahead.html"],"eagerness":"immediate"}]}</script>';

describe.skipIf(withoutBrowser)('a page that is rendered ahead', () => {
  const lab = useLab();
  let end: (() => Promise<void>) | undefined;
  afterEach(() => end?.());

  const publish = (first: string) =>
    lab.publish({
      html: usual(`${rules}<script>${first}</script>`),
      script: `import { captureException, init } from '@tocsin/browser';
        init({ dsn: DSN, release: 'shop@1' });
        captureException(new Error(document.prerendering ? 'ahead' : 'not ahead'));
        document.addEventListener('prerenderingchange', () => setTimeout(() => { throw new Error('shown'); }, 500));`,
      files: { 'ahead.html': { body: usual('<script src="app.js"></script>') } },
    });

  it('is a visit once it is shown, and its errors are told before that as well', async () => {
    const page = await publish("setTimeout(() => (location.href = 'ahead.html'), 3000);");
    end = openAlone(page.url);
    await page.received(1);
    expect(page.items('session')).toEqual([]);
    await page.received(2);
    expect(page.messages()).toEqual(['ahead', 'shown']);
    await expect.poll(() => page.items('session')).toEqual([expect.objectContaining({ init: true, status: 'ok', errors: 0 }), expect.objectContaining({ status: 'crashed', errors: 1 })]);
  });

  it('is none when it is never shown', async () => {
    const page = await publish('');
    end = openAlone(page.url);
    await page.received(1);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(page.messages()).toEqual(['ahead']);
    expect(page.items('session')).toEqual([]);
  });
});
