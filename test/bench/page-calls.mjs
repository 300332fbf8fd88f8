// What the page's own calls cost it once an SDK has looked into its functions: bare, with `@tocsin/browser`, beside
// `@sentry/browser`, each with its defaults. Pages of the three take turns, so that whatever else the machine does hits
// all alike. The shortest of each is told, microseconds a call, and the ratio of the two. What would reach the network or the console is
// answered at once by a function that was there before the SDK, so that the layer alone is seen; all else is the browser's own.
//
//   node test/bench/page-calls.mjs [pages of each]        (after `npm run build`; 5 by default; needs Chromium)

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const requireRoot = createRequire(join(root, 'package.json'));
const { chromium } = requireRoot('playwright-core');
// esbuild comes with tsup; nothing of ours depends on it by name.
const { buildSync } = createRequire(requireRoot.resolve('tsup/package.json'))('esbuild');

const pages = Number(process.argv[2] ?? 5);
const NAMES = ['bare', '@tocsin/browser', '@sentry/browser'];

/** Runs in the page: microseconds a call, by what is called. */
const measure = async () => {
  const target = new EventTarget();
  const button = document.body.appendChild(document.createElement('button'));
  const nothing = () => undefined;
  let count = 0;
  target.addEventListener('heard', () => count++);
  /** @type {Record<string, [number, (n: number) => unknown]>} */
  const calls = {
    setTimeout: [5000, () => clearTimeout(setTimeout(nothing, 1000))],
    'addEventListener and removeEventListener, a new function': [5000, () => {
      const listener = () => undefined;
      target.addEventListener('x', listener);
      target.removeEventListener('x', listener);
    }],
    'addEventListener and removeEventListener, the same function': [5000, () => {
      target.addEventListener('y', nothing);
      target.removeEventListener('y', nothing);
    }],
    'a listener that is called': [5000, () => target.dispatchEvent(new Event('heard'))],
    click: [2000, () => button.click()],
    fetch: [2000, () => fetch('/api/things?page=2', { method: 'POST', headers: { accept: 'text/html' } })],
    'XMLHttpRequest, opened and sent': [2000, () => {
      const request = new XMLHttpRequest();
      request.open('GET', '/api/things?page=2');
      request.setRequestHeader('accept', 'text/html');
      request.send();
    }],
    'history.pushState': [90, (n) => history.pushState({}, '', `#${n}`)],
    'console.log': [2000, (n) => console.log('loaded', n, 'things')],
  };
  /** @type {Record<string, number>} */
  const took = {};
  for (const [name, [times, call]] of Object.entries(calls)) {
    for (let n = 0; n < times / 10; n++) await call(n);
    const before = performance.now();
    for (let n = 0; n < times; n++) {
      const answer = call(n);
      if (name === 'fetch') await answer;
    }
    took[name] = ((performance.now() - before) * 1000) / times;
  }
  return took;
};

const script = (/** @type {string} */ name) => {
  const start = name === 'bare' ? '' : `import { init } from '${name}'; init({ dsn: location.origin.replace('//', '//0123456789abcdef0123456789abcdef@') + '/1', release: 'shop@1' });`;
  const contents = `${start} window.measure = ${measure};`;
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: root }, bundle: true, minify: true, format: 'iife', target: 'es2022', write: false, logLevel: 'error' });
  return outputFiles[0].text;
};
const ANSWERS = `const answer = new Response('{}'); window.fetch = async () => answer; XMLHttpRequest.prototype.send = () => undefined; console.log = () => undefined;`;

const texts = NAMES.map(script);
const server = createServer(({ url = '/' }, response) => {
  const text = texts[Number(/^\/(\d+)\.js$/.exec(url)?.[1])];
  if (text !== undefined) response.setHeader('content-type', 'text/javascript').end(text);
  else response.setHeader('content-type', 'text/html').end(`<!doctype html><title>A page</title><link rel="icon" href="data:,"><body><script>${ANSWERS}</script><script src="/${url.slice(2)}.js"></script>`);
});
const port = await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

/** @type {Record<string, number[]>} */
const shortest = {};
for (let round = 0; round < pages; round++) {
  for (const n of NAMES.keys()) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/?${n}`);
    for (const [name, took] of Object.entries(await page.evaluate('measure()'))) {
      const row = (shortest[name] ??= []);
      row[n] = Math.min(row[n] ?? Infinity, took);
    }
    await context.close();
  }
}
await browser.close();
server.close();
server.closeAllConnections();

console.log(`µs a call, the shortest of ${pages} pages of each`);
console.table(Object.fromEntries(Object.entries(shortest).map(([name, [bare = 0, ours = 0, theirs = 0]]) => [name, { bare: bare.toFixed(2), [NAMES[1]]: ours.toFixed(2), [NAMES[2]]: theirs.toFixed(2), ratio: (ours / theirs).toFixed(2) }])));
