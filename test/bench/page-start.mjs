// What `init` costs a page in its first script, beside `@sentry/browser`: pages of the two take turns, so that
// whatever else the machine does hits both alike. The shortest of each tells what it takes, the median what else there was.
//
//   node test/bench/page-start.mjs [pages of each]        (after `npm run build`; 15 by default; needs Chromium)

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const requireRoot = createRequire(join(root, 'package.json'));
const { chromium } = requireRoot('playwright-core');
// esbuild comes with tsup; nothing of ours depends on it by name.
const { buildSync } = createRequire(requireRoot.resolve('tsup/package.json'))('esbuild');

const pages = Number(process.argv[2] ?? 15);
const NAMES = ['@tocsin/browser', '@sentry/browser'];

const script = (/** @type {string} */ name) => {
  const contents = `import { init } from '${name}';
    const before = performance.now();
    init({ dsn: location.origin.replace('//', '//0123456789abcdef0123456789abcdef@') + '/1', release: 'shop@1' });
    window.took = performance.now() - before;`;
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: root }, bundle: true, minify: true, format: 'iife', target: 'es2022', write: false, logLevel: 'error' });
  return outputFiles[0].text;
};

const scripts = new Map(NAMES.map((name) => [`/${name}.js`, script(name)]));
const server = createServer(({ url = '/' }, response) => {
  const text = scripts.get(url);
  if (text !== undefined) response.setHeader('content-type', 'text/javascript').end(text);
  else response.setHeader('content-type', 'text/html').end(`<!doctype html><title>A page</title><link rel="icon" href="data:,"><body><script src="/${url.slice(2)}.js"></script>`);
});
const port = await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

/** @type {Record<string, number[]>} */
const times = Object.fromEntries(NAMES.map((name) => [name, []]));
for (let round = 0; round < pages; round++) {
  for (const name of NAMES) {
    // A storage of its own, or the browser keeps what it has compiled.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/?${name}`);
    times[name]?.push(await page.evaluate('took'));
    await context.close();
  }
}
await browser.close();
server.close();
server.closeAllConnections();

console.log(`init in a page, ms, ${pages} pages of each`);
console.table(Object.fromEntries(NAMES.map((name) => {
  const sorted = (times[name] ?? []).toSorted((one, other) => one - other);
  return [name, { shortest: sorted[0], median: sorted[Math.floor(sorted.length / 2)] }];
})));
