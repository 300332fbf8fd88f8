// Serves the page and the SDK's files. Knows two things of the world: where errors go (TOCSIN_DSN) and where to
// listen (PORT).
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { TOCSIN_DSN: dsn = '', PORT: port = '3001' } = process.env;

const page = fileURLToPath(new URL('public/', import.meta.url));
const readSdk = (name) => readFile(new URL(import.meta.resolve(`@tocsin/browser/${name}`)), 'utf8');

const { 'tocsin.min.js': seal } = JSON.parse(await readSdk('integrity.json'));

/** By path: the file, or the text itself. */
const files = {
  '/': () => readFile(join(page, 'index.html'), 'utf8').then((html) => html.replace('{{seal}}', seal)),
  '/shop.js': () => readFile(join(page, 'shop.js')),
  '/settings.js': () => `window.settings = ${JSON.stringify({ dsn, release: 'lamp-page@1.0.0' })};`,
  '/loader.js': () => readSdk('loader.js'),
  '/tocsin.min.js': () => readSdk('tocsin.min.js'),
};

// Scripts of our own and requests to the server of the DSN, nothing else.
const policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${dsn && new URL(dsn).origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;

const answer = async (url, response) => {
  const path = url.replace(/\?.*/, '');
  const body = await files[path]?.();
  const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
  response.writeHead(body ? 200 : 404, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy }).end(body);
};

const server = createServer(({ url }, response) => void answer(url, response));

server.listen(Number(port), '127.0.0.1', () => console.log(`The page is at http://127.0.0.1:${server.address().port}/`));
