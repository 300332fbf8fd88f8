// Functions of a piece of code, counted through in the order in which they begin: which of them a start calls, and
// the sign to V8 that it should compile those together with the file. It would else read them twice, first to see
// where they end, and then when they are called. The sign is a bracket before the word `function`; of arrow
// functions some versions (that of Node 20) do not know it.
import { statementsOf } from './tools.mjs';

/** @typedef {import('./tools.mjs').Syntax} Syntax */
/** Whether it is written as a method, of an object or of a class. @typedef {{ node: Syntax, method?: 'object' | 'class' | undefined }} Found */
/** @typedef {readonly [from: number, to: number, text: string]} Edit */

/** @param {unknown} part @param {Found['method']} [method] @returns {readonly Found[]} */
const functionsIn = (part, method) => {
  if (typeof part !== 'object' || part === null) return [];
  const node = /** @type {Syntax} */ (part);
  const own = /Function/.test(node.type) ? [{ node, method }] : [];
  return [...own, ...Object.entries(part).flatMap(([key, value]) => functionsIn(value, key === 'value' ? methodIn(node) : undefined))];
};

/** What the value of a property is, if it is written as a method. @returns {Found['method']} */
const methodIn = (/** @type {Syntax} */ { type, method, kind, computed }) => {
  if (type === 'Property' && method === true && computed !== true) return 'object';
  return type === 'MethodDefinition' || (type === 'Property' && (method === true || kind !== 'init')) ? 'class' : undefined;
};

/** @param {string} code @param {(found: Found, index: number) => readonly Edit[]} editsOf */
const edited = (code, editsOf) =>
  functionsIn(statementsOf(code))
    .toSorted((one, other) => one.node.start - other.node.start)
    .flatMap(editsOf)
    // From the end, so that no place moves before its turn. Of those that end at one place the inner ones come later, and so stand first.
    .toSorted(([one], [other]) => other - one)
    .reduce((text, [from, to, replacement]) => text.slice(0, from) + replacement + text.slice(to), code);

const bodyOf = (/** @type {Syntax} */ node) => /** @type {Syntax} */ (node['body']);

/** Has each function say `ran(key, index)` when it is called. */
export const telling = (/** @type {string} */ code, /** @type {string} */ key) =>
  edited(code, ({ node }, index) => {
    const { type, start, end } = bodyOf(node);
    const call = `ran(${JSON.stringify(key)}, ${index})`;
    return type === 'BlockStatement'
      ? [[start + 1, start + 1, `${call};`]]
      : [
          [start, start, `(${call}, `],
          [end, end, ')'],
        ];
  });

const MARK = 'compileWithFile';

/** An arrow function as a `function`. @returns {readonly Edit[]} */
const asFunction = (/** @type {Syntax} */ node, /** @type {string} */ code) => {
  const { start, end } = node;
  const arrow = code.lastIndexOf('=>', bodyOf(node).start);
  const isBare = !code.startsWith('(', start);
  const isBlock = bodyOf(node).type === 'BlockStatement';
  return [
    [start, start, `${MARK}(function${isBare ? '(' : ''}`],
    [arrow, arrow + 2, `${isBare ? ')' : ''}${isBlock ? '' : '{return '}`],
    [end, end, isBlock ? ')' : '})'],
  ];
};

/** Marks the functions that are wanted; the marks become brackets in {@link withBrackets}. */
export const marked = (/** @type {string} */ code, /** @type {ReadonlySet<number>} */ wanted) =>
  edited(code, ({ node, method }, index) => {
    const { type, start, end } = node;
    if (method === 'class' || type === 'FunctionDeclaration' || !wanted.has(index)) return [];
    // What is not the function's own, but of what is around it.
    const isBound = node['async'] === true || /\b(?:this|super|arguments|new\.target)\b/.test(code.slice(start, end));
    if (type === 'ArrowFunctionExpression' && !isBound) return asFunction(node, code);
    if (method && (node['async'] === true || node['generator'] === true || /\bsuper\b/.test(code.slice(start, end)))) return [];
    return [
      [start, start, method ? `: ${MARK}(function` : `${MARK}(`],
      [end, end, ')'],
    ];
  });

/** What was minified meanwhile: a minifier takes brackets away. */
export const withBrackets = (/** @type {string} */ code) => code.replaceAll(`${MARK}(`, '(');
