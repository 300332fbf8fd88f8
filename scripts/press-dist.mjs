// Makes what is installed smaller: everything of a package lies on a disk twice. Whoever wants to read it
// finds the code as ES modules, which keep every name and lose their indentation. The same code as
// CommonJS is made of them again, minified, because what tsup makes it with adds helpers for syntax
// that every runtime of ours has. Types are told once, beside the CommonJS, because ES modules may take
// them from there and not the other way round; they lose their indentation (not their comments: editors
// show them). `node scripts/press-dist.mjs <folder>`
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// esbuild comes with tsup; nothing of ours depends on it by name.
/** @type {{ transformSync: (code: string, options: object) => { code: string } }} */
const { transformSync } = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'))('esbuild');

const [folder = 'dist'] = process.argv.slice(2);
const files = readdirSync(folder);
const read = (/** @type {string} */ name) => readFileSync(join(folder, name), 'utf8');
const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(join(folder, name), text);

/** Takes nothing but white space: statements that were joined would be harder to leave out of a page, and so would calls that are no longer marked as pure, which esbuild takes for comments. */
const withoutSpace = (/** @type {string} */ text) =>
  transformSync(text.replace(/\/\* @__PURE__ \*\/ (?!new )/g, '__pure__'), { minifyWhitespace: true, target: 'es2022', charset: 'utf8', lineLimit: 120 }).code.replaceAll('__pure__', '/* @__PURE__ */ ');

for (const name of files.filter((file) => file.endsWith('.cjs'))) rmSync(join(folder, name));
for (const name of files.filter((file) => file.endsWith('.js'))) {
  const text = read(name).replace(/^\/\/ src\/.*\n/gm, '');
  write(name, withoutSpace(text));
  const imports = text.replace(/((?:from|import) ?")(\.\/[^"]+)\.js(?=")/g, '$1$2.cjs');
  write(name.replace(/js$/, 'cjs'), transformSync(imports, { format: 'cjs', minify: true, target: 'es2022', platform: 'node' }).code);
}
for (const name of files.filter((file) => file.endsWith('.d.cts'))) write(name, read(name).replace(/^ +/gm, ''));
for (const name of files.filter((file) => file.endsWith('.d.ts'))) {
  const door = name.slice(0, -'.d.ts'.length);
  // What is no door is a piece of one, which the types beside the CommonJS have under another name.
  if (files.includes(`${door}.cjs`)) write(name, `export * from './${door}.cjs';\n`);
  else rmSync(join(folder, name));
}
