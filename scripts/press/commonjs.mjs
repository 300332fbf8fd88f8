// A package as CommonJS for Node, in two files: `index.cjs` is the door of that name and holds what a start runs,
// `later.cjs` the rest. What one of them wants of the other, or of Node, is asked for when it is used, so that a
// process which never fails never reads it. This can be, because no module of ours does anything on import. Each
// other door is a small file; functions of `later.cjs` are called through it.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative, resolve } from 'node:path';
import { byDeclaration, declarationsIn, exportsOf } from './by-declaration.mjs';
import { marked, withBrackets } from './functions.mjs';
import { atDoor, HOLD, withHeld } from './held.mjs';
import { findStarted } from './started.mjs';
import { bundled, lazily, minified } from './tools.mjs';

/** @typedef {import('./started.mjs').Started} Started */

/** What a start runs of the core, as a file that other packages of ours ask for. */
const CORE = 'core_start';

/** The file behind a door of the core, for what no start runs. */
const fileOf = (/** @type {string} */ door) => `${door.replaceAll(/\W/g, '_')}_file`;

/** Doors of the core as modules: each name comes from where it can be had at the least price. */
const coreDoors = (/** @type {Started} */ { core }) =>
  Object.fromEntries(
    Object.entries(core).map(([door, names]) => {
      const some = (/** @type {boolean} */ wanted) => [...names].flatMap(([name, { isStarted }]) => (isStarted === wanted ? [name] : [])).join(', ');
      return [door, `export { ${some(true)} } from '${CORE}';\nexport { ${some(false)} } from '${fileOf(door)}';\n`];
    }),
  );

/** A door: what a start runs as it is, and functions that call what is read later. One loop makes those, because each function of its own would have to be read. */
const asDoor = (/** @type {string} */ code, /** @type {(name: string) => boolean} */ isFunction) => {
  /** @type {Map<string, string[]>} */
  const calls = new Map();
  const door = code.replace(/^exports\.(\w+) = \((\w+_file)\(\)\)\.(\w+);\n/gm, (_line, /** @type {string} */ name, /** @type {string} */ file, /** @type {string} */ inner) => {
    if (!isFunction(inner)) return `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => ${file}().${inner} });\n`;
    if (name !== inner) return `exports.${name} = (...given) => ${file}().${inner}(...given);\n`;
    calls.set(file, [...(calls.get(file) ?? []), name]);
    return '';
  });
  return door + [...calls].map(([file, names]) => `for (const name of '${names.join(' ')}'.split(' ')) exports[name] = (...given) => ${file}()[name](...given);\n`).join('');
};

/** What is nobody's business but that of our own files hangs at the door without being one of its names. */
const hiding = (/** @type {string} */ code, /** @type {readonly string[]} */ shown, /** @type {string} */ more) => {
  /** @type {string[]} */
  const hidden = [];
  const door = code.replace(/^exports\.([\w$]+) = ([\w$]+);\n/gm, (line, name, value) => (shown.includes(name) ? line : (hidden.push(name === value ? name : `${name}: ${value}`), '')));
  return `${door}Object.defineProperty(exports, 'inner', { value: { __proto__: exports, ${hidden.join(', ')}${more} } });\n`;
};

/** @param {{ source: string, dist: string, doors: readonly string[] }} what */
export const pressCommonjs = async ({ source, dist, doors }) => {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.cjs'))) rmSync(join(dist, name));
  const started = await findStarted();
  const packageName = basename(resolve(source, '..'));
  const keyOf = (/** @type {string} */ id) => relative(resolve(source, '../..'), id);
  const sourceOf = (/** @type {string} */ door) => resolve(source, `${door}.ts`);
  const input = Object.fromEntries(doors.map((door) => [`${door}_file`, sourceOf(door)]));
  const chunkOf = (/** @type {string} */ id) => (started.read.has(keyOf(id)) ? 'index_file' : id.includes('?') ? 'later_file' : Object.keys(input).find((file) => input[file] === id));
  const chunks = await bundled({
    input,
    plugin: byDeclaration((code, id) => (keyOf(id) === 'node/src/held-rest.ts?holdRest' ? HOLD : marked(code, started.called.get(keyOf(id)) ?? new Set())), {}, coreDoors(started)),
    chunkOf,
    paths: { [CORE]: '@tocsin/core', ...Object.fromEntries(Object.keys(started.core).map((door) => [fileOf(door), door])) },
  });
  const held = chunks.find(({ fileName }) => fileName === 'index.cjs')?.exports ?? [];
  const missing = packageName === 'core' ? Object.values(started.core).flatMap((names) => [...names].flatMap(([name, { isStarted }]) => (isStarted && !held.includes(name) ? [name] : []))) : [];
  if (missing.length > 0) throw new Error(`what a start runs has other names than doors have: ${missing.join(', ')}`);
  const ofLater = declarationsIn(chunks.find(({ fileName }) => fileName === 'later.cjs')?.code ?? '');
  const isFunction = (/** @type {string} */ name) => ofLater.get(name) ?? Object.values(started.core).some((names) => names.get(name)?.isFunction === true);
  for (const { fileName, code, isEntry } of chunks) {
    // What a start runs is there whenever something else of ours is. What is read later is read whole.
    const asked = lazily(code, (file) => file !== 'index_file' && (fileName !== 'later.cjs' || file === 'later_file'))
      .replaceAll(/^(var (?:index_file|core_start) = require\(.*?\));$/gm, '$1.inner;');
    const door = basename(fileName, '.cjs');
    const text = withHeld(asked, packageName, door);
    const shown = isEntry ? exportsOf(sourceOf(door)) : [];
    writeFileSync(join(dist, fileName), withBrackets(minified(door === 'index' ? hiding(asDoor(text, isFunction), shown, atDoor(packageName)) : isEntry ? asDoor(text, isFunction) : text)));
    // Who imports gets the same: it is quicker by half than as many modules, and there is one copy.
    if (isEntry) writeFileSync(join(dist, `${door}.mjs`), `import { door } from './${door}-imported.cjs';\nexport const { ${shown.join(', ')} } = door;\n`);
    // A file of CommonJS that is imported is read through for its exports, for which Node 20 takes as long as for all else.
    if (isEntry) writeFileSync(join(dist, `${door}-imported.cjs`), `exports.door = require('./${fileName}');\n`);
  }
  // What throws when it is read would do so in an app, late: the rest is read when the start is over.
  const require = createRequire(resolve(dist, 'index.cjs'));
  for (const { fileName } of chunks) require(`./${fileName}`);
};
