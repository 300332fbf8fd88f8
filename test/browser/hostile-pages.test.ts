import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const sdk = readFileSync(fileURLToPath(new URL('../../packages/browser/dist/cdn/tocsin.min.js', import.meta.url)), 'utf8');

const descriptors = ['get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'apply'];

/** A page that hears of each throw before anybody else; then `first`, and the app. */
const pageAfter = (first: string, app = 'app.js'): string =>
  `<!doctype html><meta charset="utf-8"><title>A hostile page</title><link rel="icon" href="data:,"><body><script>thrown = []; addEventListener('error', ({ message }) => thrown.push(message)); ${first}</script><script src="${app}"></script>`;

describe.skipIf(withoutBrowser)('a page whose scripts have changed what all scripts share', () => {
  const lab = useLab();

  describe.each(descriptors)('where every object has %s, which makes descriptors of properties invalid', (name) => {
    it.each(['a function', 'a text'])('%s', async (kind) => {
      const { page, received, messages } = await lab.visit({
        html: pageAfter(`Object.prototype.${name} = ${kind === 'a text' ? "'a text'" : `function ${name}() { return 'theirs'; }`};`),
        script: `import { captureException, close, init } from '@tocsin/browser';
          const before = [fetch, history.pushState, console.log];
          init({ dsn: DSN });
          const seen = [fetch, history.pushState, console.log].map((method, index) => method !== before[index]);
          console.log('once');
          captureException(new Error('caught'));
          setTimeout(() => { throw new Error('uncaught'); });
          window.done = () => close().then(() => [...seen, ...[fetch, history.pushState, console.log].map((method, index) => method === before[index])]);`,
      });
      const [event] = await received(2);
      expect(messages()).toEqual(['caught', 'uncaught']);
      expect(event?.breadcrumbs?.values.map(({ message }) => message)).toEqual(['once']);
      expect(await page.evaluate('thrown')).toEqual(['Uncaught Error: uncaught']);
      expect(await page.evaluate('done()')).toEqual(Array.from({ length: 6 }, () => true));
    });
  });

  it.each(descriptors)('loads the file for pages without a bundler where every object has %s', async (name) => {
    const { page, received } = await lab.visit({
      html: pageAfter(`Object.prototype.${name} = 'a text';`, 'start.js'),
      script: '',
      files: {
        'start.js': `const script = document.createElement('script'); script.src = HERE + 'tocsin.min.js'; script.onload = () => { Tocsin.init({ dsn: DSN }); Tocsin.captureException(new Error('caught')); Tocsin.showReportDialog(); }; document.body.append(script);`,
        'tocsin.min.js': { body: sdk, headers: {} },
      },
    });
    await received(1);
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('thrown')).toEqual([]);
  });
});
