// A package as CommonJS for Node, in two files: `start.cjs` holds what a start runs, `later.cjs` the rest. What
// one of them wants of the other, or of Node, is asked for when it is used, so that a process which never fails
// never reads it. This can be, because no module of ours does anything on import. Each door is a small file;
// functions of `later.cjs` are called through it.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { byDeclaration, declarationsIn } from './by-declaration.mjs';
import { marked, withBrackets } from './functions.mjs';
import { findStarted } from './started.mjs';
import { bundled, minified } from './tools.mjs';

/** A door: what a start runs as it is, and functions that call what is read later. */
const asDoor = (/** @type {string} */ code, /** @type {ReadonlyMap<string, boolean>} */ isFunction) =>
  code.replace(/^exports\.(\w+) = \(later_file\(\)\)\.(\w+);$/gm, (_line, /** @type {string} */ name, /** @type {string} */ inner) =>
    isFunction.get(inner) === true
      ? `exports.${name} = (...given) => later_file().${inner}(...given);`
      : `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => later_file().${inner} });`,
  );

/** @param {{ source: string, dist: string, doors: readonly string[] }} what */
export const pressCommonjs = async ({ source, dist, doors }) => {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.cjs'))) rmSync(join(dist, name));
  const started = await findStarted();
  const keyOf = (/** @type {string} */ id) => relative(resolve(source, '../..'), id);
  const chunkOf = (/** @type {string} */ id) => (!id.includes('?') ? undefined : started.read.has(keyOf(id)) ? 'start_file' : 'later_file');
  const plugin = byDeclaration((code, id) => marked(code, started.called.get(keyOf(id)) ?? new Set()));
  const input = Object.fromEntries(doors.map((door) => [door, resolve(source, `${door}.ts`)]));
  const chunks = await bundled({ input, plugin, external: /^(node:|@tocsin\/)/, chunkOf });
  const isFunction = declarationsIn(chunks.find(({ fileName }) => fileName === 'later.cjs')?.code ?? '');
  for (const { fileName, code, isEntry, exports: names } of chunks) {
    writeFileSync(join(dist, fileName), withBrackets(minified(isEntry ? asDoor(code, isFunction) : code)));
    // Who imports gets the same: it is quicker by half than as many modules, and there is one copy.
    if (isEntry) writeFileSync(join(dist, `${basename(fileName, '.cjs')}.mjs`), `import all from './${fileName}';\nexport const { ${names.join(', ')} } = all;\n`);
  }
};
