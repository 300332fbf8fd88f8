// Functions of a piece of code, counted through in the order in which they begin: which of them a start runs, and
// the sign to V8 that it should compile those together with the file. It would else read them twice, first to see
// where they end, and then when they are called. The sign is a bracket around them, which costs a byte on either
// side; versions of V8 that do not know it for arrow functions (Node 20) read twice as ever.
import { statementsOf } from './tools.mjs';

/** @typedef {import('./tools.mjs').Syntax} Syntax */

/** @returns {readonly { node: Syntax, isMethod: boolean }[]} */
const functionsIn = (/** @type {unknown} */ part, isMethod = false) => {
  if (typeof part !== 'object' || part === null) return [];
  const node = /** @type {Syntax} */ (part);
  const own = /Function/.test(node.type) ? [{ node, isMethod: isMethod || node.type === 'FunctionDeclaration' }] : [];
  const isOfMethod = node.type === 'MethodDefinition' || (node.type === 'Property' && (node['method'] === true || node['kind'] !== 'init'));
  return [...own, ...Object.entries(part).flatMap(([key, value]) => functionsIn(value, isOfMethod && key === 'value'))];
};

/** @param {string} code @param {(one: { node: Syntax, isMethod: boolean }, index: number) => readonly (readonly [at: number, text: string])[]} insertions */
const withInsertions = (code, insertions) =>
  functionsIn(statementsOf(code))
    .toSorted((one, other) => one.node.start - other.node.start)
    .flatMap(insertions)
    // From the end, so that no place moves before its turn.
    .toSorted(([one], [other]) => other - one)
    .reduce((text, [at, inserted]) => text.slice(0, at) + inserted + text.slice(at), code);

/** Has each function say `ran(key, index)` when it is called. */
export const telling = (/** @type {string} */ code, /** @type {string} */ key) =>
  withInsertions(code, ({ node }, index) => {
    const { type, start, end } = /** @type {Syntax} */ (node['body']);
    const call = `ran(${JSON.stringify(key)}, ${index})`;
    return type === 'BlockStatement' ? [[start + 1, `${call};`]] : [[start, `(${call}, `], [end, ')']];
  });

const MARK = 'compileWithFile';

/** Marks the functions that are wanted; the marks become brackets in {@link withBrackets}. */
export const marked = (/** @type {string} */ code, /** @type {ReadonlySet<number>} */ wanted) =>
  withInsertions(code, ({ node: { start, end }, isMethod }, index) => (isMethod || !wanted.has(index) ? [] : [[start, `${MARK}(`], [end, ')']]));

/** What was minified meanwhile: a minifier takes brackets away. */
export const withBrackets = (/** @type {string} */ code) => code.replaceAll(`${MARK}(`, '(');
