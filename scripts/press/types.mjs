// Types of core lie on a disk with every app that uses it, and three fifths of them are comments. An editor shows
// those of a door to whoever comes through it. What stands behind the doors, in files that they share, is there for
// the compiler; of that only what apps name keeps its comments, their options, and `Runtime`, which platforms write.
// All others are read in the sources, which adapters are written beside (`docs/writing-an-adapter.md`).
import ts from 'typescript';

const COMMENT = /\/\*\*[^]*?\*\/\n?/g;

/** What is shown though no app names it. */
const isShown = (/** @type {string} */ name) => name.endsWith('Options') || name === 'Runtime';

/** Names that a door hands out, under their own names. @returns {ReadonlySet<string>} */
export const exportedBy = (/** @type {string} */ door) =>
  new Set([...door.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim().split(' as ').at(-1) ?? '')));

const namesOf = (/** @type {ts.Statement} */ statement) => {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = /** @type {{ name?: ts.Identifier }} */ (/** @type {unknown} */ (statement));
  return name ? [name.text] : [];
};

/** The text of types behind doors, with comments on what `shown` names, and little else. */
export const withFewComments = (/** @type {string} */ text, /** @type {ReadonlySet<string>} */ shown) => {
  const { statements, endOfFileToken } = ts.createSourceFile('types.d.ts', text, ts.ScriptTarget.ES2022, true);
  const parts = statements.map((statement) => {
    const names = namesOf(statement);
    const own = statement.getFullText();
    return names.length === 0 || names.some((name) => shown.has(name) || isShown(name)) ? own : own.replace(COMMENT, '');
  });
  return parts.join('') + endOfFileToken.getFullText();
};
