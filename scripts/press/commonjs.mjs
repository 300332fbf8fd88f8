// A package as CommonJS for Node, in two files: `start.cjs` holds what a start runs, `later.cjs` the rest. What
// one of them wants of the other, or of Node, is asked for when it is used, so that a process which never fails
// never reads it. This can be, because no module of ours does anything on import. Each door is a small file;
// functions of `later.cjs` are called through it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

// Both come with tsup; nothing of ours depends on them by name.
const requireTool = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'));
/** @type {{ transformSync: (code: string, options: object) => { code: string } }} */
const { transformSync } = requireTool('esbuild');
/** @type {{ rollup: (options: object) => Promise<{ generate: (options: object) => Promise<{ output: readonly { fileName: string, code: string }[] }>, close: () => Promise<void> }> }} */
const { rollup } = requireTool('rollup');

/** What esbuild makes of a file. */
export const transform = (/** @type {string} */ code, /** @type {object} */ options) => transformSync(code, options).code;

/** Smaller, as CommonJS. */
export const minified = (/** @type {string} */ code) => transform(code, { format: 'cjs', minify: true, target: 'es2022', platform: 'node' });

/** Lets rollup read our sources. */
const typescript = {
  name: 'typescript',
  resolveId: (/** @type {string} */ id, /** @type {string | undefined} */ from) => (id.startsWith('.') && from !== undefined ? `${resolve(dirname(from), id)}.ts` : undefined),
  load: (/** @type {string} */ id) => transformSync(readFileSync(id, 'utf8'), { loader: 'ts', format: 'esm', target: 'es2022' }).code,
};

/**
 * Of `var x = require('y');` a question that is asked at each use. Only for names that nothing else can have:
 * those that rollup makes of `node:x` and of our own file.
 */
const lazily = (/** @type {string} */ code) =>
  [...code.matchAll(/^var (node_\w+|later_file) = (require\(.*?\));\n/gm)].reduce(
    (text, [line, name, required]) => text.replace(line, `let ${name}$;\nconst ${name} = () => (${name}$ ??= ${required});\n`).replaceAll(`${name}.`, `(${name}()).`),
    code,
  );

/** A door: what a start runs as it is, and functions that call what is read later. */
const asDoor = (/** @type {string} */ code, /** @type {string} */ dist) =>
  code.replace(/^exports\.(\w+) = later_file\.(\w+);$/gm, (_line, /** @type {string} */ name, /** @type {string} */ inner) => {
    const value = createRequire(import.meta.url)(resolve(dist, 'later.cjs'))[inner];
    const callable = typeof value === 'function' && !/^class\b/.test(String(value));
    return callable ? `exports.${name} = (...given) => later_file.${inner}(...given);` : `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => later_file.${inner} });`;
  });

/** @param {{ source: string, dist: string, doors: readonly string[], isLater: (file: string) => boolean }} what */
export const pressCommonjs = async ({ source, dist, doors, isLater }) => {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.cjs'))) rmSync(join(dist, name));
  const input = Object.fromEntries(doors.map((door) => [door, resolve(source, `${door}.ts`)]));
  const bundle = await rollup({ input, plugins: [typescript], external: /^(node:|@tocsin\/)/, treeshake: { moduleSideEffects: false }, logLevel: 'silent' });
  const { output } = await bundle.generate({
    format: 'cjs',
    interop: 'esModule',
    esModule: false,
    hoistTransitiveImports: false,
    externalLiveBindings: false,
    chunkFileNames: (/** @type {{ name: string }} */ { name }) => `${name.replace('_file', '')}.cjs`,
    entryFileNames: '[name].cjs',
    manualChunks: (/** @type {string} */ id) => (doors.includes(relative(resolve(source), id).replace('.ts', '')) ? undefined : isLater(relative(resolve(source), id)) ? 'later_file' : 'start_file'),
  });
  await bundle.close();
  const isDoor = (/** @type {string} */ file) => doors.includes(file.replace('.cjs', ''));
  for (const { fileName, code } of output.toSorted((one, other) => Number(isDoor(one.fileName)) - Number(isDoor(other.fileName)))) {
    writeFileSync(join(dist, fileName), minified(lazily(isDoor(fileName) ? asDoor(code, dist) : code)));
    if (!isDoor(fileName)) continue;
    // Who imports gets the same: it is quicker by half than as many modules, and there is one copy.
    const names = Object.keys(createRequire(import.meta.url)(resolve(dist, fileName)));
    writeFileSync(join(dist, fileName.replace('.cjs', '.mjs')), `import all from './${fileName}';\nexport const { ${names.join(', ')} } = all;\n`);
  }
};
