// What `init` costs a page in its first script, beside `@sentry/browser`: pages of the two take turns, so that
// whatever else the machine does hits both alike. The shortest of each tells what it takes, the median what else there was.
// Each as a bundler writes it, and with the first line that has Chromium compile the file before it runs
// (docs/decisions/38-a-file-says-that-its-functions-are-called.md). Told as well: what the script's tag takes in all,
// from before it is fetched until it has run, so that nothing is won by doing it elsewhere.
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
const FIRST_LINE = '//# allFunctionsCalledOnLoad\n';

const script = (/** @type {string} */ name) => {
  const contents = `import { init } from '${name}';
    const before = performance.now();
    init({ dsn: location.origin.replace('//', '//0123456789abcdef0123456789abcdef@') + '/1', release: 'shop@1' });
    window.took = performance.now() - before;`;
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: root }, bundle: true, minify: true, format: 'iife', target: 'es2022', write: false, logLevel: 'error' });
  return outputFiles[0].text;
};

const texts = NAMES.map(script).flatMap((text) => [text, FIRST_LINE + text]);
const kinds = NAMES.flatMap((name) => [name, `${name}, compiled with its file`]);
const server = createServer(({ url = '/' }, response) => {
  const text = texts[Number(/^\/(\d+)\.js$/.exec(url)?.[1])];
  if (text !== undefined) response.setHeader('content-type', 'text/javascript').end(text);
  else response.setHeader('content-type', 'text/html').end(`<!doctype html><title>A page</title><link rel="icon" href="data:,"><body><script>began = performance.now()</script><script src="/${url.slice(2)}.js"></script><script>inAll = performance.now() - began</script>`);
});
const port = await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

/** @type {Record<string, { took: number, inAll: number }[]>} */
const times = Object.fromEntries(kinds.map((kind) => [kind, []]));
for (let round = 0; round < pages; round++) {
  for (const [n, kind] of kinds.entries()) {
    // A storage of its own, or the browser keeps what it has compiled.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/?${n}`);
    times[kind]?.push(await page.evaluate('({ took, inAll })'));
    await context.close();
  }
}
await browser.close();
server.close();
server.closeAllConnections();

/** The shortest and the median. */
const spread = (/** @type {readonly number[]} */ figures) => {
  const sorted = figures.toSorted((one, other) => one - other);
  return [sorted[0]?.toFixed(1), sorted[Math.floor(sorted.length / 2)]?.toFixed(1)];
};
console.log(`ms, ${pages} pages of each`);
console.table(Object.fromEntries(kinds.map((kind) => {
  const [shortest, median] = spread((times[kind] ?? []).map(({ took }) => took));
  const [shortestInAll, medianInAll] = spread((times[kind] ?? []).map(({ inAll }) => inAll));
  return [kind, { init: shortest, median, 'in all': shortestInAll, 'in all, median': medianInAll }];
})));
