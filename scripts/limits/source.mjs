import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A source file, parsed. @returns {ts.SourceFile} */
export const parse = (/** @type {string} */ file) => ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);

/** Sources of a package, without tests, in order. @returns {readonly string[]} */
export const sourcesOf = (/** @type {string} */ name) => {
  const folder = `packages/${name}/src`;
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort();
};

/** The doc comment of a declaration as one line; empty when there is none. @returns {string} */
export const docOf = (/** @type {ts.Node} */ node) => {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  const text = comment ? (ts.getTextOfJSDocComment(comment.comment) ?? '') : '';
  return text.replace(/\{@link (\S+?)\}/g, '`$1`').replace(/\s+/g, ' ').trim();
};

/** A number as people read it: `30,000`. @returns {string} */
export const spell = (/** @type {number} */ value) => (Math.abs(value) >= 1e15 ? String(value) : value.toLocaleString('en', { maximumFractionDigits: 6 }));
