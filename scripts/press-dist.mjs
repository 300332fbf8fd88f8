// Makes what is installed smaller, and quick to start: everything of a package lies on a disk twice. Whoever
// wants to read it finds the code of other packages as ES modules, which keep every name, and lose their indentation and what can be said shorter
// (the core's lose their names as well: it comes along with every other package; Node's, which only bundlers for servers take in that form, are minified), with their numbers in
// place (`press/numbers.mjs`). The same as CommonJS is
// minified: of the packages that every process on Node reads at its start, in two files (`press/commonjs.mjs`),
// of others made of the ES modules. Types lie there once, for CommonJS, without indentation (with their
// comments, which editors show, but for what stands behind the doors, `press/types.mjs`); those of ES modules say that they
// are the same.
// `node scripts/press-dist.mjs <folder>`
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { exportsOf } from './press/by-declaration.mjs';
import { pressCommonjs } from './press/commonjs.mjs';
import { withNumbersInPlace } from './press/numbers.mjs';
import { withPatternsFirst } from './press/patterns.mjs';
import { minified, minifiedWhole, transform, withImportsOnce } from './press/tools.mjs';
import { exportedBy, withBorrowedComments, withFewComments, withoutStars } from './press/types.mjs';

const [folder = 'dist'] = process.argv.slice(2);
/** What a package without chunks holds. */
const ALL = 'all.js';
if (readdirSync(folder).includes(ALL)) {
  for (const file of readdirSync(folder).filter((name) => /^[a-z]+\.d\.ts$/.test(name))) {
    const door = basename(file, '.d.ts');
    writeFileSync(join(folder, `${door}.js`), `export { ${exportsOf(resolve(folder, '../src', `${door}.ts`)).join(', ')} } from './${ALL}';\n`);
  }
}
const files = readdirSync(folder);
const read = (/** @type {string} */ name) => readFileSync(join(folder, name), 'utf8');
const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(join(folder, name), text);
const modules = files.filter((file) => file.endsWith('.js'));

/** Keeps names, so that it can be read. Calls that are no longer marked as pure, which esbuild takes for comments, would be harder to leave out of a page. */
const shorter = (/** @type {string} */ text) =>
  transform(text.replace(/\/\* @__PURE__ \*\/ (?!new )/g, '__pure__'), { minifyWhitespace: true, minifySyntax: true, target: 'es2022', charset: 'utf8' }).replaceAll('__pure__', '/* @__PURE__ */ ');

/** A pattern that is made of named words is made in a function: bundlers take a text with a name in it for one that does something when it is read. */
const withPatternsInFunctions = (/** @type {string} */ text) => text.replace(/(?<=\/\* @__PURE__ \*\/ )new RegExp\(`[^`]*`, "\w*"\)/g, '(() => $&)()');

for (const name of files.filter((file) => file.endsWith('.cjs'))) rmSync(join(folder, name));
/** What we bring that has no CommonJS. */
const ONLY_IMPORTED = /from ?"error-stack-parser-es/;
const packageName = basename(resolve(folder, '..'));
/** Also without what nothing in there uses, numbers above all: between two that a page uses it would part what bundlers write in one. */
const coreInOrder = (/** @type {string} */ text) => transform(withPatternsFirst(withPatternsInFunctions(text)), { format: 'esm', treeShaking: true, minifyIdentifiers: true, target: 'es2022', charset: 'utf8' });
const pressed = async (/** @type {string} */ text) => {
  if (packageName === 'node') return transform(await withImportsOnce(text), { format: 'esm', minify: true, target: 'es2022', charset: 'utf8', platform: 'node' });
  return shorter(packageName === 'core' ? coreInOrder(text) : text);
};
for (const name of modules) write(name, await pressed(withNumbersInPlace(read(name)).replace(/^\/\/ src\/.*\n/gm, '')));
const shown = exportedBy(read('index.d.cts'));
const core = join(folder, '../../core/dist');
const coreTypes = () => readdirSync(core).filter((file) => file.endsWith('.d.cts')).map((file) => readFileSync(join(core, file), 'utf8')).join('');
const complete = (/** @type {string} */ types) => (packageName === 'node' ? withBorrowedComments(types, coreTypes()) : types);
for (const name of files.filter((file) => file.endsWith('.d.cts'))) {
  const types = withoutStars(complete(read(name).replace(/^ +/gm, '')));
  write(name, files.includes(name.replace(/d\.cts$/, 'js')) ? types : withFewComments(types, shown));
}
for (const name of files.filter((file) => file.endsWith('.d.ts'))) {
  const door = basename(name, '.d.ts');
  // What is no door is a piece of one, which the types beside the CommonJS have under another name.
  if (files.includes(`${door}.js`)) write(name, `export * from './${door}.cjs';\n`);
  else rmSync(join(folder, name));
}

if (['core', 'node'].includes(packageName)) {
  const doors = modules.filter((file) => !file.startsWith('chunk-') && file !== ALL).map((file) => basename(file, '.js'));
  await pressCommonjs({ source: join(folder, '../src'), dist: folder, doors });
} else {
  for (const name of modules) {
    const text = read(name).replace(/((?:from|import) ?\(?")(\.\/[^"]+)\.js(?=")/g, '$1$2.cjs');
    write(name.replace(/js$/, 'cjs'), ONLY_IMPORTED.test(text) ? minifiedWhole(text, folder) : minified(text));
  }
}
