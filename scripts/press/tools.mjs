// esbuild and rollup: both come with tsup, and nothing of ours depends on them by name.
import { createRequire } from 'node:module';

/** A chunk that rollup has made. @typedef {{ fileName: string, code: string, isEntry: boolean, exports: readonly string[] }} Chunk */
/** A part of a program, as rollup reads it. @typedef {{ type: string, start: number, end: number, [key: string]: unknown }} Syntax */

const requireTool = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'));
/** @type {{ transformSync: (code: string, options: object) => { code: string } }} */
const { transformSync } = requireTool('esbuild');
/** @type {{ rollup: (options: object) => Promise<{ generate: (options: object) => Promise<{ output: readonly Chunk[] }>, close: () => Promise<void> }> }} */
const { rollup } = requireTool('rollup');
/** @type {{ parseAst: (code: string) => Syntax }} */
const { parseAst } = requireTool('rollup/parseAst');

/** What esbuild makes of a file. */
export const transform = (/** @type {string} */ code, /** @type {object} */ options) => transformSync(code, options).code;

/** Smaller, as CommonJS. */
export const minified = (/** @type {string} */ code) => transform(code, { format: 'cjs', minify: true, target: 'es2022', platform: 'node' });

/** The statements of a module. */
export const statementsOf = (/** @type {string} */ code) => /** @type {readonly Syntax[]} */ (parseAst(code)['body']);

/**
 * Bundles as CommonJS, with one file of what has the same name in `chunkOf` (a name must end in `_file`, so that
 * nothing else in the code is called like its variable). What nobody uses is left out.
 * @param {{ input: Readonly<Record<string, string>>, plugin: object, external: RegExp, chunkOf: (id: string) => string | undefined }} what
 */
export const bundled = async ({ input, plugin, external, chunkOf }) => {
  const bundle = await rollup({ input, plugins: [plugin], external, treeshake: { moduleSideEffects: false }, logLevel: 'silent' });
  const { output } = await bundle.generate({
    format: 'cjs',
    interop: 'esModule',
    esModule: false,
    hoistTransitiveImports: false,
    externalLiveBindings: false,
    chunkFileNames: (/** @type {{ name: string }} */ { name }) => `${name.replace('_file', '')}.cjs`,
    entryFileNames: '[name].cjs',
    manualChunks: chunkOf,
  });
  await bundle.close();
  return output.map((chunk) => ({ ...chunk, code: lazily(chunk.code) }));
};

/**
 * Of `var x = require('y');` a question that is asked at each use. Only for names that nothing else can have:
 * those that rollup makes of `node:x` and of our own files.
 */
const lazily = (/** @type {string} */ code) =>
  [...code.matchAll(/^var (node_\w+|\w+_file) = (require\(.*?\));\n/gm)]
    // What a start runs is there whenever something else of ours is.
    .filter(([, name]) => name !== 'start_file')
    .reduce((text, [line, name, required]) => text.replace(line, `let ${name}$;\nconst ${name} = () => (${name}$ ??= ${required});\n`).replaceAll(`${name}.`, `(${name}()).`), code);
