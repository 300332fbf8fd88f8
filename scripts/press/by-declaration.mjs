// Lets rollup read our sources with each declaration as a module of its own (`file.ts?name`), so that what a
// start runs can be told apart from what stands beside it in the same file. This can be, because no module of
// ours has state or does anything on import: a declaration does not mind where it stands.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { statementsOf, transform } from './tools.mjs';

/** @typedef {import('./tools.mjs').Syntax} Syntax */

/** What a statement declares, or exports in its own words: `undefined` for any other. @returns {readonly Syntax[] | undefined} */
const declared = (/** @type {Syntax} */ statement) => {
  const { declaration } = statement;
  const { type, declarations, ...rest } = /** @type {Syntax} */ (declaration ?? statement);
  if (type === 'VariableDeclaration') return /** @type {readonly Syntax[]} */ (declarations);
  return type === 'FunctionDeclaration' || type === 'ClassDeclaration' ? [{ type, ...rest }] : undefined;
};

const nameOf = (/** @type {Syntax} */ { id }) => /** @type {{ name: string }} */ (id).name;

/** Names of what is declared on the top level of a module, with whether it is a function. */
export const declarationsIn = (/** @type {string} */ code) =>
  new Map(
    statementsOf(code)
      .flatMap((statement) => declared(statement) ?? [])
      .map((one) => [nameOf(one), one.type === 'FunctionDeclaration' || /Function/.test(String(/** @type {Syntax | undefined} */ (one['init'])?.type))]),
  );

/** Every name that is used in there; some that are only names of properties do no harm. @returns {Set<string>} */
const namesIn = (/** @type {unknown} */ part, /** @type {Set<string>} */ found = new Set()) => {
  if (typeof part !== 'object' || part === null) return found;
  if ('type' in part && part.type === 'Identifier' && 'name' in part) found.add(String(part.name));
  const isPlain = 'computed' in part && !part.computed && !('shorthand' in part && part.shorthand);
  for (const [key, value] of Object.entries(part)) if (!isPlain || (key !== 'property' && key !== 'key')) namesIn(value, found);
  return found;
};

/** Rewrites the code of a declaration, `file.ts?name`. @typedef {(code: string, key: string) => string} Rewrite */

/** Takes a module apart: the module itself, which only passes on, and its parts by name. */
const takeApart = (/** @type {string} */ id, /** @type {string} */ code, /** @type {Rewrite} */ rewrite) => {
  const text = (/** @type {Syntax} */ { start, end }) => code.slice(start, end);
  const statements = statementsOf(code);
  const imports = statements.filter(({ type }) => type === 'ImportDeclaration').map(text).join('\n');
  const parts = statements.flatMap((statement) => {
    const names = declared(statement)?.map(nameOf);
    return names ? [{ names, used: namesIn(statement), text: text(/** @type {Syntax} */ (statement['declaration'] ?? statement)), key: `${id}?${names[0]}` }] : [];
  });
  const rest = statements.filter((statement) => statement.type !== 'ImportDeclaration' && !declared(statement));
  if (rest.some(({ type }) => !type.startsWith('Export'))) throw new Error(`${id} does something on import`);
  const importing = (/** @type {(name: string) => boolean} */ isWanted) =>
    parts.flatMap(({ names, key }) => names.filter(isWanted).map((name) => `import { ${name} } from ${JSON.stringify(key)};`)).join('\n');
  return new Map([
    [id, `${imports}\n${importing(() => true)}\n${rest.map(text).join('\n')}`],
    ...parts.map(({ names, used, text: own, key }) => /** @type {const} */ ([key, `${imports}\n${importing((name) => used.has(name) && !names.includes(name))}\n${rewrite(own, key)}\nexport { ${names.join(', ')} };`])),
  ]);
};

/** Names that a module exports in its own words. @returns {readonly string[]} */
export const exportsOf = (/** @type {string} */ file) =>
  statementsOf(read(file)).flatMap((statement) => {
    const specifiers = /** @type {readonly { exported: { name: string } }[] | undefined} */ (statement['specifiers']);
    return statement.type === 'ExportNamedDeclaration' ? (specifiers ?? []).map(({ exported }) => exported.name) : [];
  });

const read = (/** @type {string} */ file) => transform(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm', target: 'es2022' });

/** The plugin. `others` says where modules lie that are named by no path, or what they consist of (`given`). */
export const byDeclaration = (/** @type {Rewrite} */ rewrite, /** @type {Readonly<Record<string, string>>} */ others = {}, /** @type {Readonly<Record<string, string>>} */ given = {}) => {
  const known = new Map(Object.entries(given));
  return {
    name: 'by-declaration',
    resolveId: (/** @type {string} */ id, /** @type {string | undefined} */ from) => {
      if (id.includes('?') || Object.hasOwn(others, id) || known.has(id)) return others[id] ?? id;
      return id.startsWith('.') && from !== undefined ? `${resolve(dirname(from), id)}.ts` : undefined;
    },
    load: (/** @type {string} */ id) => {
      if (!known.has(id)) takeApart(id, read(id), rewrite).forEach((code, key) => known.set(key, code));
      return known.get(id);
    },
  };
};
