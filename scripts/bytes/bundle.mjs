import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withNumbersInPlace } from '../press/numbers.mjs';
import { transform } from '../press/tools.mjs';
import { root } from '../run/tool.mjs';

// esbuild comes with tsup; nothing of ours depends on it by name.
const fromTsup = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'));
/** @type {{ build: (options: object) => Promise<{ outputFiles: readonly { text: string }[], metafile: { inputs: Readonly<Record<string, { imports: readonly { path: string }[] }>> } }> }} */
const esbuild = fromTsup('esbuild');

/** Ends up in front of each module's code and nowhere else: no source of ours holds a section sign in a legal comment. */
const mark = (/** @type {string} */ file) => `/*! §${file}§ */\n`;
const marks = /\/\*! §([^§]+)§ \*\/\n?/;

/** A source of ours as it is published, as far as that counts here. */
const published = (/** @type {string} */ path) => withNumbersInPlace(transform(readFileSync(path, 'utf8'), { loader: 'ts', format: 'esm', target: 'es2022' }));

/** Reads our sources, and what else a page loads, with something in front of each. */
const readingModules = (/** @type {(file: string) => string} */ head) => ({
  name: 'reading-modules',
  setup: (/** @type {{ onLoad: Function }} */ build) => {
    build.onLoad({ filter: /packages.*\.tsx?$/ }, (/** @type {{ path: string }} */ { path }) => ({ contents: head(relative(root, path)) + published(path), loader: 'js' }));
    build.onLoad({ filter: /node_modules.*js$/ }, (/** @type {{ path: string }} */ { path }) => ({ contents: head(path.replace(/.*node_modules\//, '')) + readFileSync(path, 'utf8'), loader: 'js' }));
  },
});

/** What the figures of the peers were taken with, so that ours can stand beside them. */
const inAPage = { bundle: true, minify: true, format: 'iife', target: 'es2022', write: false, conditions: ['@tocsin/source'], logLevel: 'error' };

const textOf = async (/** @type {object} */ options) => (await esbuild.build({ ...inAPage, ...options })).outputFiles[0]?.text ?? '';

const entryOf = (/** @type {string} */ contents) => ({ stdin: { contents, resolveDir: root, loader: 'ts' } });

/** The modules of a bundle and the code of each, as they stand in it. @returns {Promise<ReadonlyMap<string, string>>} */
export const modulesOf = async (/** @type {string} */ contents) => {
  const pieces = (await textOf({ ...entryOf(contents), legalComments: 'inline', plugins: [readingModules(mark)] })).split(marks);
  /** @type {Map<string, string>} */
  const modules = new Map();
  for (let at = 1; at < pieces.length; at += 2) {
    const file = pieces[at] ?? '';
    modules.set(file, (modules.get(file) ?? '') + pieces[at + 1]);
  }
  return modules;
};

/** Which modules each of our modules imports, but for those that it names only in types. @returns {Promise<ReadonlyMap<string, readonly string[]>>} */
export const importsIn = async (/** @type {string} */ contents) => {
  const { metafile } = await esbuild.build({ ...inAPage, ...entryOf(contents), absWorkingDir: root, metafile: true });
  return new Map(Object.entries(metafile.inputs).map(([file, { imports }]) => [file, imports.map(({ path }) => path)]));
};

/** Bytes of a text as a server would send it. */
export const gzipped = (/** @type {string} */ text) => gzipSync(text, { level: 9 }).length;

/**
 * @typedef {object} Share One module's part of a bundle.
 * @property {string} file
 * @property {number} minified Bytes before gzip.
 * @property {number} alone Bytes that the gzipped bundle would shrink by without it. They add up to less than the whole, because modules lend each other their words.
 *
 * @typedef {{ readonly minified: number, readonly gzip: number, readonly shares: readonly Share[] }} Bytes
 */

/** Bundles `contents` from our sources and tells what it takes and which module takes how much. @returns {Promise<Bytes>} */
export const bytesOf = async (/** @type {string} */ contents) => {
  const plain = await textOf({ ...entryOf(contents), legalComments: 'none', plugins: [readingModules(() => '')] });
  const modules = await modulesOf(contents);
  const whole = gzipped([...modules.values()].join(''));
  const without = (/** @type {string} */ file) => gzipped([...modules].flatMap(([name, code]) => (name === file ? [] : [code])).join(''));
  const shares = [...modules].map(([file, code]) => ({ file, minified: code.length, alone: whole - without(file) }));
  return { minified: plain.length, gzip: gzipped(plain), shares: shares.sort((a, b) => b.alone - a.alone) };
};
