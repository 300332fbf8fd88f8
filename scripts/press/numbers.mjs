// Puts numbers that have a name where they are used: `MAX_KEY_LENGTH = 256` stays for whoever reads, and no page
// loads it. A page's bundler would do so itself, but only in modules that import nothing, because of others it
// cannot know in which order they run; ours do nothing on import, so that no number can be asked for too early.
import { runInNewContext } from 'node:vm';
import { statementsOf } from './tools.mjs';

/** @typedef {import('./tools.mjs').Syntax} Syntax */
/** @typedef {readonly [from: number, to: number, text: string]} Edit */

/** A number, or what some of them make. @returns {boolean} */
const isNumber = (/** @type {Syntax | undefined} */ node) =>
  node?.type === 'Literal' ? typeof node['value'] === 'number' : node?.type === 'BinaryExpression' && [node['left'], node['right']].every((side) => isNumber(/** @type {Syntax} */ (side)));

/** The numbers on the top level that have a name, as they are declared. */
const numbersIn = (/** @type {readonly Syntax[]} */ statements) =>
  statements
    .flatMap(({ declaration, ...statement }) => /** @type {readonly Syntax[]} */ (/** @type {Syntax | undefined} */ (declaration)?.['declarations'] ?? statement['declarations'] ?? []))
    .flatMap(({ id, init }) => {
      const name = String(/** @type {Syntax} */ (id)['name']);
      const number = /** @type {Syntax} */ (init);
      return /^[A-Z][A-Z\d_]*$/.test(name) && isNumber(number) ? [{ name, number }] : [];
    });

const isNamed = (/** @type {unknown} */ node, /** @type {ReadonlyMap<string, string>} */ numbers) => numbers.has(String(/** @type {Syntax} */ (node)['name']));

/** Where a part of a program uses them. @returns {readonly Edit[]} */
const usesIn = (/** @type {unknown} */ part, /** @type {ReadonlyMap<string, string>} */ numbers) => {
  if (typeof part !== 'object' || part === null) return [];
  const { type, start, end, ...inside } = /** @type {Syntax} */ (part);
  // Where it leaves the module it keeps its name.
  if (/^(?:Ex|Im)portSpecifier$/.test(type)) return [];
  const number = type === 'Identifier' ? numbers.get(String(inside['name'])) : undefined;
  if (number !== undefined) return [[start, end, `(${number})`]];
  if (inside['shorthand'] === true && isNamed(inside['value'], numbers)) return usesIn(inside['value'], numbers).map(([, to, text]) => [to, to, `: ${text}`]);
  // Names that stand for nothing: what is declared, and properties.
  const { id, key, property, computed, ...rest } = inside;
  const isName = (/** @type {unknown} */ node) => /** @type {Syntax | undefined} */ (node)?.type === 'Identifier' && computed !== true;
  return [id, key, property, ...Object.values(rest)].flatMap((node, at) => (at < 3 && isName(node) ? [] : usesIn(node, numbers)));
};

/** The names that are declared with `const`, `function` and the like, on every level. As parameters, where a number would stand in their place, they make what cannot be read. @returns {readonly string[]} */
const declaredIn = (/** @type {unknown} */ part) => {
  if (typeof part !== 'object' || part === null) return [];
  const { id } = /** @type {Syntax} */ (part);
  const name = /** @type {Syntax | undefined} */ (id)?.['name'];
  return [...(typeof name === 'string' ? [name] : []), ...Object.values(part).flatMap(declaredIn)];
};

/** A module with its numbers in place. Throws where the name of one is taken for something else, too. */
export const withNumbersInPlace = (/** @type {string} */ code) => {
  const statements = statementsOf(code);
  const found = numbersIn(statements);
  const numbers = new Map(found.map(({ name, number: { start, end } }) => [name, code.slice(start, end)]));
  // A bundler leaves out a number that nobody uses any more, but nothing that would have to be reckoned first.
  const reckoned = found.flatMap(({ name, number: { type, start, end } }) => (type === 'Literal' ? [] : [/** @type {Edit} */ ([start, end, String(runInNewContext(numbers.get(name) ?? ''))])]));
  const declared = declaredIn(statements).filter((name) => numbers.has(name));
  const twice = declared.find((name, at) => declared.indexOf(name) < at);
  if (twice !== undefined) throw new Error(`${twice} is the name of a number, and is declared once more: choose another name`);
  return (
    [...usesIn(statements, numbers), ...reckoned]
      // From the end, so that no place moves before its turn.
      .toSorted(([one], [other]) => other - one)
      .reduce((text, [from, to, number]) => text.slice(0, from) + number + text.slice(to), code)
  );
};
