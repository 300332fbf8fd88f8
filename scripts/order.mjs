// Finds an order of the modules of core, and of those of pages, in which gzip has what repeats near at hand (it looks
// back 32 KB, and a page loads twice as much), and writes it into `all.js` and `order.js`: a module before those
// that import it, whatever the order. It tries, and keeps what is no longer; the same sources give the same order.
// `npm run order [-- <steps>]`
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipped, importsIn, modulesOf } from './bytes/bundle.mjs';
import { bundles } from './bytes/bundles.mjs';

/** A package whose modules have an order. */
class Package {
  constructor(/** @type {string} */ name, /** @type {string} */ file, /** @type {readonly string[]} */ doors) {
    this.file = `packages/${name}/${file}`;
    this.source = `packages/${name}/src/`;
    this.doors = doors.map((door) => `${this.source}${door}.ts`);
  }

  has = (/** @type {string} */ file) => file.startsWith(this.source);
}

const [steps = '10000'] = process.argv.slice(2);
const core = new Package('core', 'all.js', ['index', 'platform', 'http', 'wire']);
const browser = new Package('browser', 'order.js', ['index']);
const { browser: page = '', core: byHand = '' } = bundles;
const inPage = await modulesOf(page);
const inCore = await modulesOf(byHand);
const imports = await importsIn(page);

const canBe = (/** @type {readonly string[]} */ order) => {
  const seen = new Set();
  return order.every((file) => imports.get(file)?.every((other) => seen.has(other) || !order.includes(other)) && seen.add(file));
};

/** As its file has it, what is new at the end; or as the bundler has it, where that cannot be any more. */
const orderNow = (/** @type {Package} */ { file, source, doors, has }) => {
  const all = [...inPage.keys()].filter((module) => has(module) && !doors.includes(module));
  const written = [...readFileSync(file, 'utf8').matchAll(/^import '(.+)';$/gm)].map(([, module = '']) => `${module.replace('./src/', source)}.ts`).filter((module) => all.includes(module));
  const withNew = [...written, ...all.filter((module) => !written.includes(module))];
  return canBe(withNew) ? withNew : all;
};

const orders = new Map([core, browser].map((one) => [one, orderNow(one)]));

/** Core stands first, because the other package imports it; between them what neither has written. */
const textOf = (/** @type {ReadonlyMap<string, string>} */ bundle) => {
  const rest = [...bundle.keys()].filter((file) => !core.has(file) && !browser.has(file));
  return [...(orders.get(core) ?? []), ...core.doors, ...rest, ...(orders.get(browser) ?? []), ...browser.doors].map((file) => bundle.get(file) ?? '').join('');
};

/** What it is about: a page with all defaults, and half as much a client made by hand. */
const price = () => gzipped(textOf(inPage)) + gzipped(textOf(inCore)) / 2;

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

const improve = (/** @type {Package} */ one) => {
  let least = price();
  for (let step = 0; step < Number(steps); ) {
    const before = orders.get(one) ?? [];
    const other = changed(before);
    if (!canBe(other)) continue;
    step++;
    orders.set(one, other);
    const now = price();
    if (now > least) orders.set(one, before);
    else least = now;
  }
};

console.log(`${price()} before`);
for (const one of [core, browser]) {
  improve(one);
  const lines = (orders.get(one) ?? []).map((file) => `import '${file.replace(one.source, './src/').replace(/\.ts$/, '')}';\n`).join('');
  writeFileSync(one.file, readFileSync(one.file, 'utf8').replace(/(?:^import .*\n)+/m, lines));
}
console.log(`${price()} after: ${gzipped(textOf(inPage))} of a page, ${gzipped(textOf(inCore))} of a client made by hand`);
