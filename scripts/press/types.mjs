// Types of core lie on a disk with every app that uses it, and three fifths of them are comments. An editor shows
// those of a door to whoever comes through it. What stands behind the doors, in files that they share, is there for
// the compiler; of that only what apps name keeps its comments, their options, and `Runtime`, which platforms write.
// All others are read in the sources, which adapters are written beside (`docs/writing-an-adapter.md`).
// A comment of another package that says to see core is replaced by the one that stands there.
import ts from 'typescript';

const COMMENT = /\/\*\*[^]*?\*\/\n?/g;

/** On a file of ours: behind it stands the comment of what comes first there, which is all that an editor shows. */
const ON_FILE = /\/\*\*(?:(?!\*\/)[^])*\*\/\s+(?=\/\*\*)/g;

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
    return names.length === 0 || names.some((name) => shown.has(name) || isShown(name)) ? own.replace(ON_FILE, '') : own.replace(COMMENT, '');
  });
  return parts.join('') + endOfFileToken.getFullText();
};

/** What stands where core's comment is meant, at a name that another package hands on with a wrapping of its own. */
const BORROWED = /\/\*\* See core\. \*\/\n(?=declare const (\w+):)/g;

/** The text of types with the comments of the same names in `source` where theirs refer to it: an editor does not look any further. */
export const withBorrowedComments = (/** @type {string} */ text, /** @type {string} */ source) =>
  text.replace(BORROWED, (_own, name) => {
    const comment = new RegExp(`/\\*\\*(?:(?!\\*/)[^])*\\*/\n(?=declare const ${name}:)`).exec(source);
    if (!comment) throw new Error(`core has no comment on ${name}, which ours refers to`);
    return comment[0];
  });

/** The text of types whose comments have no stars before their lines: who reads them takes the stars away anyhow. */
export const withoutStars = (/** @type {string} */ types) =>
  types.replace(/\/\*\*(?:(?!\*\/)[^])*\n\*\//g, (comment) => comment.replace('/**\n*', '/**').replace(/\n\*\/$/, ' */').replace(/\n\* ?/g, '\n'));
