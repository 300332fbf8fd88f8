// esbuild and rollup: both come with tsup, and nothing of ours depends on them by name.
import { createRequire } from 'node:module';

/** A chunk that rollup has made. @typedef {{ fileName: string, code: string, isEntry: boolean, exports: readonly string[] }} Chunk */
/** A part of a program, as rollup reads it. @typedef {{ type: string, start: number, end: number, [key: string]: unknown }} Syntax */

const requireTool = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'));
/** @type {{ transformSync: (code: string, options: object) => { code: string }, buildSync: (options: object) => { outputFiles: readonly [{ text: string }] } }} */
const { buildSync, transformSync } = requireTool('esbuild');
/** @type {{ rollup: (options: object) => Promise<{ generate: (options: object) => Promise<{ output: readonly [Chunk, ...Chunk[]] }>, close: () => Promise<void> }> }} */
const { rollup } = requireTool('rollup');
/** @type {{ parseAst: (code: string) => Syntax }} */
const { parseAst } = requireTool('rollup/parseAst');

/** What esbuild makes of a file. */
export const transform = (/** @type {string} */ code, /** @type {object} */ options) => transformSync(code, options).code;

const SMALL_COMMONJS = { format: 'cjs', minify: true, target: 'es2022', platform: 'node' };

/** Smaller, as CommonJS. */
export const minified = (/** @type {string} */ code) => transform(code, SMALL_COMMONJS);

/** Smaller, as CommonJS, with what can only be imported put in: neither Jest nor Node before 20.19 can require it. `folder` is where it is looked for from. */
export const minifiedWhole = (/** @type {string} */ code, /** @type {string} */ folder) =>
  buildSync({ stdin: { contents: code, resolveDir: folder }, bundle: true, external: ['*.cjs', 'react', '@tocsin/*'], write: false, ...SMALL_COMMONJS }).outputFiles[0].text;

/** What it imports said once; esbuild leaves those of each module that it puts into a file. */
export const withImportsOnce = async (/** @type {string} */ code) => {
  const file = 'file';
  const plugin = { name: file, resolveId: (/** @type {string} */ id) => (id === file ? id : { id, external: 'relative' }), load: (/** @type {string} */ id) => (id === file ? code : null) };
  const bundle = await rollup({ input: file, plugins: [plugin], treeshake: false, logLevel: 'silent' });
  const { output: [{ code: shorter }] } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return shorter;
};

/** The statements of a module. */
export const statementsOf = (/** @type {string} */ code) => /** @type {readonly Syntax[]} */ (parseAst(code)['body']);

/**
 * Bundles as CommonJS, with one file of what has the same name in `chunkOf`. Names of files must end in `_file`,
 * so that nothing else in the code is called like their variables. What nobody uses is left out. `paths` says what
 * is behind names of files that are not in the bundle.
 * @param {{ input: Readonly<Record<string, string>>, plugin: object, chunkOf: (id: string) => string | undefined, paths?: Readonly<Record<string, string>> }} what
 */
export const bundled = async ({ input, plugin, chunkOf, paths = {} }) => {
  const bundle = await rollup({ input, plugins: [plugin], external: (/** @type {string} */ id) => id.startsWith('node:') || Object.hasOwn(paths, id), treeshake: { moduleSideEffects: false }, preserveEntrySignatures: 'allow-extension', logLevel: 'silent' });
  const { output } = await bundle.generate({
    format: 'cjs',
    interop: 'esModule',
    esModule: false,
    hoistTransitiveImports: false,
    externalLiveBindings: false,
    chunkFileNames: fileNameOf,
    entryFileNames: fileNameOf,
    manualChunks: chunkOf,
    paths,
  });
  await bundle.close();
  return output;
};

const fileNameOf = (/** @type {{ name: string }} */ { name }) => `${name.replace('_file', '')}.cjs`;

/** What gives modules of Node's also where `require` is taken away, as Jest does when a file of tests is over. It came with Node 20.16. */
const BUILT_IN = 'const built_in = process.getBuiltinModule ?? require;\n';

/** Of `var x = require('y');` a question that is asked at each use, for modules of Node's and the files that are wanted. */
export const lazily = (/** @type {string} */ code, isWanted = (/** @type {string} */ _file) => true) => {
  const asked = [...code.matchAll(/^var (node_\w+|\w+_file) = (require\(.*?\));\n/gm)]
    .filter(([, name = '']) => name.startsWith('node_') || isWanted(name))
    .reduce((text, [line, name, required = '']) => text.replace(line, `let ${name}$;\nconst ${name} = () => (${name}$ ??= ${required.replace(/^require(?=\('node:)/, 'built_in')});\n`).replaceAll(`${name}.`, `(${name}()).`), code);
  return asked.includes('built_in(') ? asked.replace(/^(?=let )/m, () => BUILT_IN) : asked;
};
