import ts from 'typescript';
import { docOf, parse, sourcesOf } from './source.mjs';

/** @typedef {{ readonly name: string, readonly value: number, readonly reason: string, readonly file: string }} Constant */

/** What a constant may be computed with. @type {Readonly<Record<string, (left: number, right: number) => number>>} */
const operations = { '*': (left, right) => left * right, '/': (left, right) => left / right, '+': (left, right) => left + right, '-': (left, right) => left - right, '**': (left, right) => left ** right };

/** The value of an expression of numbers and of constants before it; `undefined` for any other, and for bit masks. @returns {number | undefined} */
const valueOf = (/** @type {ts.Expression} */ node, /** @type {ReadonlyMap<string, number>} */ known) => {
  if (ts.isParenthesizedExpression(node)) return valueOf(node.expression, known);
  if (ts.isIdentifier(node)) return known.get(node.text);
  if (ts.isNumericLiteral(node)) return /^0x/i.test(node.getText()) ? undefined : Number(node.text);
  if (!ts.isBinaryExpression(node)) return undefined;
  const [left, right] = [valueOf(node.left, known), valueOf(node.right, known)];
  if (left === undefined || right === undefined) return undefined;
  return operations[node.operatorToken.getText()]?.(left, right);
};

/** Whether an empty line, or a comment, stands between a statement and the one before it. */
const standsApart = (/** @type {ts.Statement} */ statement) => /\n\s*\n|\*\//.test(statement.getFullText().slice(0, statement.getLeadingTriviaWidth()));

/**
 * The numbers that one file names at its top level and says something about; one comment may stand over
 * several of them. @returns {readonly Constant[]}
 */
const constantsIn = (/** @type {string} */ file) => {
  /** @type {Map<string, number>} */
  const known = new Map();
  /** @type {Constant[]} */
  const found = [];
  let reason = '';
  for (const statement of parse(file).statements) {
    if (standsApart(statement)) reason = docOf(statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const value = initializer && valueOf(initializer, known);
      if (value === undefined || !ts.isIdentifier(name)) continue;
      known.set(name.text, value);
      if (reason !== '' && /^[A-Z][A-Z\d_]*$/.test(name.text)) found.push({ name: name.text, value, reason, file });
    }
  }
  return found;
};

/** All such numbers of a package, by file. @returns {readonly Constant[]} */
export const constantsOf = (/** @type {string} */ name) => sourcesOf(name).flatMap(constantsIn);
