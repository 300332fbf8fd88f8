// Makes what is installed smaller: everything of a package lies on a disk twice. Whoever wants to read it
// finds the code as ES modules, which lose no more than the names of our own files; the same code as
// CommonJS is minified, and the types that go with it lose their indentation (not their comments:
// editors show them). A step of its own behind tsup, whose way to CommonJS cannot read minified code.
// `node scripts/press-dist.mjs <folder>`
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

// esbuild comes with tsup; nothing of ours depends on it by name.
/** @type {{ transformSync: (code: string, options: object) => { code: string } }} */
const { transformSync } = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'))('esbuild');

/** By the end of a file's name, what is made of its text. @type {Readonly<Record<string, (text: string) => string>>} */
const presses = {
  '.js': (text) => text.replace(/^\/\/ src\/.*\n/gm, ''),
  '.cjs': (text) => transformSync(text, { minify: true, target: 'es2022', platform: 'node' }).code,
  '.cts': (text) => text.replace(/^ +/gm, ''),
};

const [folder = 'dist'] = process.argv.slice(2);
for (const name of readdirSync(folder)) {
  const press = presses[extname(name)];
  const file = join(folder, name);
  if (press) writeFileSync(file, press(readFileSync(file, 'utf8')));
}
