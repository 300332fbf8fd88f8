import ts from 'typescript';
import { isTest, nodesOf, placeOf, stemOf, type SourceFile } from './source-file';

/** Answers the places in a file that break one rule of the house, as messages would name them. */
export type Fault = (file: SourceFile) => readonly string[];

const nodes =
  (breaks: (node: ts.Node, file: SourceFile) => boolean): Fault =>
  (file) =>
    nodesOf(file)
      .filter((node) => breaks(node, file))
      .map((node) => placeOf(file, node));

const topLevel =
  (breaks: (statement: ts.Statement) => boolean): Fault =>
  (file) =>
    file.tree.statements.filter(breaks).map((statement) => placeOf(file, statement));

const calls = (node: ts.Node, names: RegExp): boolean => ts.isCallExpression(node) && names.test(node.expression.getText());

/** Statements that only name things. Whatever else stands at the top level acts when it is loaded. */
const declares = (statement: ts.Statement): boolean =>
  ts.isImportDeclaration(statement) ? statement.importClause !== undefined
  : ts.isExpressionStatement(statement) ? ts.isStringLiteral(statement.expression) // 'use client'
  : ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement);

/** `let x`, or an empty container that can only be there to be filled. */
const holdsState = (statement: ts.Statement): boolean =>
  ts.isVariableStatement(statement) &&
  ((statement.declarationList.flags & ts.NodeFlags.Const) === 0 || statement.declarationList.declarations.some(({ initializer }) => initializer !== undefined && isEmptyContainer(initializer)));

const isEmptyContainer = (value: ts.Expression): boolean =>
  (ts.isNewExpression(value) && /^(Weak)?(Map|Set)$/.test(value.expression.getText()) && (value.arguments?.length ?? 0) === 0) || (ts.isArrayLiteralExpression(value) && value.elements.length === 0);

const readsTheClock = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) || calls(node, /^(Date|Date\.now|Math\.random)$/);

/** Forbidden in sources; the linter has no rule for these, or none that says as much. */
export const sourceFaults: Readonly<Record<string, Fault>> = {
  'no-any': nodes((node) => node.kind === ts.SyntaxKind.AnyKeyword),
  'no-non-null-assertion': nodes((node) => ts.isNonNullExpression(node)),
  'no-default-export': nodes((node) => ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword && node.parent.kind !== ts.SyntaxKind.DefaultClause),
  'no-enum': nodes((node) => ts.isEnumDeclaration(node)),
  'no-namespace': nodes((node) => ts.isModuleDeclaration(node)),
  'no-export-star': nodes((node) => ts.isExportDeclaration(node) && !(node.exportClause && ts.isNamedExports(node.exportClause))),
  'no-type-check-off': (file) => file.text.split('\n').flatMap((line, index) => (/@ts-(ignore|expect-error|nocheck)/.test(line) ? [`${file.path}:${index + 1}`] : [])),
  'no-top-level-effect': topLevel((statement) => !declares(statement)),
  'no-module-state': topLevel(holdsState),
  'no-drawer': (file) => (/^(utils?|helpers?|misc|common|shared|tools)$/.test(stemOf(file)) ? [file.path] : []),
  'core-reads-no-clock-and-no-dice': (file) => (file.path.startsWith('packages/core/') ? nodes(readsTheClock)(file) : []),
};

/** Forbidden in tests. */
export const testFaults: Readonly<Record<string, Fault>> = {
  'no-module-mock': nodes((node) => calls(node, /^(vi|vitest|jest)\.(mock|doMock|unstable_mockModule)$/)),
};

/** Sources that are meant to act when loaded. */
export interface FaultOptions {
  /** Paths of files that a package's `bin` or a process starts; they may act at the top level. */
  readonly entries: readonly string[];
}

/** Every broken rule in `files`, as `rule: path:line`. */
export const faultsOf = (files: readonly SourceFile[], { entries }: FaultOptions): readonly string[] =>
  files.flatMap((file) =>
    Object.entries(isTest(file) ? testFaults : sourceFaults)
      .filter(([rule]) => !(rule === 'no-top-level-effect' && entries.includes(file.path)))
      .flatMap(([rule, fault]) => fault(file).map((place) => `${rule}: ${place}`)),
  );
