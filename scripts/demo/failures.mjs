import { ask } from './ask.mjs';
import { check } from './check.mjs';
import { exitInWords } from './child.mjs';

/** Four words of five letters; see `hashFromEventId`. */
const HASH = '[a-z]{5}(?:-[a-z]{5}){3}';

const PATH = '/orders/1042/invoice';

/** As browsers send it. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** A customer opens an invoice, and the server fails. @returns {Promise<string>} The hash on the page. */
export const failInBrowser = async (/** @type {string} */ shop) => {
  const { status, header, body } = await ask(shop + PATH, { headers: { accept: BROWSER } });
  check(status === 500, `the shop answered ${status} to a request that fails, not 500`);
  check(header('content-type').startsWith('text/html'), `the browser got ${header('content-type')}, not a page`);
  const [, hash = ''] = new RegExp(`class="hash"[^>]*>(${HASH})<`).exec(body) ?? [];
  check(hash !== '', 'the error page shows no error hash');
  check(header('x-error-hash') === hash, `the header X-Error-Hash says "${header('x-error-hash')}", the page ${hash}`);
  check(!/standard|invoices\.js/.test(body), 'the error page tells something of the inside');
  return hash;
};

/** A program asks for the same invoice. @param {string} shop @param {string} earlier The hash that the browser got. @returns {Promise<string>} */
export const failInProgram = async (shop, earlier) => {
  const { status, header, body } = await ask(shop + PATH, { headers: { accept: 'application/json' } });
  check(status === 500, `the shop answered ${status} to a request that fails, not 500`);
  check(header('content-type').startsWith('application/problem+json'), `the program got ${header('content-type')}, not problem details`);
  const { error_hash: hash = '' } = JSON.parse(body);
  check(new RegExp(`^${HASH}$`).test(hash), `the problem details name no error hash: ${body}`);
  check(hash !== earlier, 'two occurrences got one hash');
  check(hash.slice(0, 5) === earlier.slice(0, 5), `two occurrences of one failure begin with different words: ${earlier}, ${hash}`);
  return hash;
};

/** A customer buys so much that the shop has to warn. */
export const buyTooMuch = async (/** @type {string} */ shop) => {
  const { status, body } = await ask(`${shop}/orders`, post({ sku: 'lamp-01', quantity: 2 }));
  check(status === 201, `the shop answered ${status} to an order: ${body}`);
};

/** Somebody of support refunds an order as the customer. @returns {Promise<string>} The id of the audit record. */
export const refundAsCustomer = async (/** @type {string} */ shop) => {
  const { status, body } = await ask(`${shop}/support/as/carla/orders/1041/refund`, post({ reason: 'the lamp arrived broken' }, { authorization: 'Bearer demo-token-of-rita' }));
  check(status === 200, `the shop answered ${status} to a refund: ${body}`);
  return JSON.parse(body).record;
};

/** A callback throws, and the shop's process dies. @param {string} shop @param {import('./child.mjs').Child} child */
export const crash = async (shop, child) => {
  const { status } = await ask(`${shop}/crash`, { method: 'POST' });
  check(status === 202, `the shop answered ${status} to the request that makes it crash`);
  const exit = await child.ended;
  check(exit.code === 1, `the shop ended with ${exitInWords(exit)}, not with exit code 1 as Node does`);
  check(/^Error: Shelf 12 [^]*\n\s+at .*countShelves/m.test(child.said()), `Node's own account of the crash is missing on stderr:\n${child.said()}`);
};

/** @param {unknown} body @param {Readonly<Record<string, string>>} [headers] @returns {RequestInit} */
const post = (body, headers = {}) => ({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
