// Finds an order of core's modules in which gzip has what repeats near at hand (it looks back 32 KB, and a page loads
// twice as much), and writes it into `packages/core/all.js`: a module before those that import it, whatever the
// order. It tries, and keeps what is no longer; the same sources give the same order. `npm run order [-- <steps>]`
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipped, importsIn, modulesOf } from './bytes/bundle.mjs';
import { bundles } from './bytes/bundles.mjs';

const FILE = 'packages/core/all.js';
const SOURCE = 'packages/core/src/';
const DOORS = ['index', 'platform', 'http', 'wire'].map((door) => `${SOURCE}${door}.ts`);

const [steps = '10000'] = process.argv.slice(2);
const { browser: page = '', core: byHand = '' } = bundles;
const inPage = await modulesOf(page);
const inCore = await modulesOf(byHand);
const imports = await importsIn(page);

const textOf = (/** @type {ReadonlyMap<string, string>} */ bundle, /** @type {readonly string[]} */ order) =>
  [...order, ...[...bundle.keys()].filter((file) => !file.startsWith(SOURCE))].map((file) => bundle.get(file) ?? '').join('');

/** What it is about: a page with all defaults, and half as much a client made by hand. */
const priceOf = (/** @type {readonly string[]} */ order) => gzipped(textOf(inPage, order)) + gzipped(textOf(inCore, order)) / 2;

const canBe = (/** @type {readonly string[]} */ order) => {
  const seen = new Set();
  return order.every((file) => imports.get(file)?.every((other) => seen.has(other) || !order.includes(other)) && seen.add(file));
};

let seed = 1;
/** Of no use but here: the same ones in each run. */
const below = (/** @type {number} */ bound) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * bound);
};

/** With a few neighbours elsewhere. */
const changed = (/** @type {readonly string[]} */ order) => {
  const rest = [...order];
  const moved = rest.splice(below(order.length), below(10) < 7 ? 1 : 1 + below(6));
  rest.splice(below(rest.length + 1), 0, ...moved);
  return rest;
};

let order = [...inPage.keys()].filter((file) => file.startsWith(SOURCE) && !DOORS.includes(file));
const asItWas = [...readFileSync(FILE, 'utf8').matchAll(/^import '\.\/src\/(.+)';$/gm)].map(([, module]) => `${SOURCE}${module}.ts`).filter((file) => order.includes(file));
const withNew = [...asItWas, ...order.filter((file) => !asItWas.includes(file))];
if (canBe(withNew)) order = withNew;

let price = priceOf(order);
console.log(`${price} before`);
for (let step = 0; step < Number(steps); ) {
  const other = changed(order);
  if (!canBe(other)) continue;
  step++;
  const otherPrice = priceOf(other);
  if (otherPrice <= price) [order, price] = [other, otherPrice];
}
console.log(`${price} after: ${gzipped(textOf(inPage, order))} of a page, ${gzipped(textOf(inCore, order))} of a client made by hand`);

const lines = order.map((file) => `import '${file.replace(SOURCE, './src/').replace(/\.ts$/, '')}';\n`).join('');
writeFileSync(FILE, readFileSync(FILE, 'utf8').replace(/(?:^import .*\n)+/m, lines));
