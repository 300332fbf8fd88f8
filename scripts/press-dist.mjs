// Makes what is installed smaller: everything of a package lies on a disk twice. Whoever wants to read it
// finds the code as ES modules, which lose no more than the names of our own files. The same code as
// CommonJS is made of them again, minified, because what tsup makes it with adds helpers for syntax
// that every runtime of ours has; and the types that go with it lose their indentation (not their
// comments: editors show them). `node scripts/press-dist.mjs <folder>`
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

for (const name of files.filter((file) => file.endsWith('.cjs'))) rmSync(join(folder, name));
for (const name of files.filter((file) => file.endsWith('.js'))) {
  const text = read(name).replace(/^\/\/ src\/.*\n/gm, '');
  write(name, text);
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
