import ts from 'typescript';
import { isTest, lineOf, nodesOf, placeOf, type SourceFile } from './source-file';

/** Half of the numbers, nine tenths of them, all of them are no larger than this. */
export interface Spread {
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/** The shape of the sources, tests left out where nothing else is said. */
export interface Figures {
  readonly files: number;
  readonly lines: number;
  /** Lines of a file. */
  readonly file: Spread;
  /** Lines of a function that has a name; a callback written where it is used belongs to the function around it. */
  readonly function: Spread;
  /** Functions of more than 60 lines. */
  readonly tooLong: readonly string[];
  /** Type assertions (`x as T`; `as const` is none) in 1,000 lines. */
  readonly assertionsPerKiloLine: number;
  readonly assertions: readonly string[];
  /** Comment lines as a share of comment and code lines. */
  readonly commentShare: number;
  /** Share of the exported declarations with a doc comment. */
  readonly documentedShare: number;
  readonly undocumented: readonly string[];
  /** Lines of test in one line of source. */
  readonly testRatio: number;
}

/** Measures all of `files`. */
export const figuresOf = (files: readonly SourceFile[]): Figures => {
  const sources = files.filter((file) => !isTest(file));
  const lines = sum(sources.map(lineCount));
  const comments = sum(sources.map(commentLines));
  const code = lines - comments - sum(sources.map(blankLines));
  const assertions = sources.flatMap(assertionsIn);
  const exported = sources.flatMap(exportedDeclarations);
  const functions = sources.flatMap(functionsIn);
  return {
    files: sources.length,
    lines,
    file: spread(sources.map(lineCount)),
    function: spread(functions.map((each) => each.lines)),
    tooLong: functions.filter((each) => each.lines > 60).map(({ place }) => place),
    assertions,
    assertionsPerKiloLine: (assertions.length / lines) * 1000,
    commentShare: comments / (comments + code),
    documentedShare: exported.filter(({ documented }) => documented).length / exported.length,
    undocumented: exported.filter(({ documented }) => !documented).map(({ place }) => place),
    testRatio: sum(files.filter(isTest).map(lineCount)) / lines,
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const spread = (numbers: readonly number[]): Spread => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { median: at(0.5), p90: at(0.9), max: at(1) };
};

const lineCount = ({ text }: SourceFile): number => text.trimEnd().split('\n').length;

const blankLines = ({ text }: SourceFile): number => text.trimEnd().split('\n').filter((line) => line.trim() === '').length;

/** Lines on which there is a comment and nothing else. */
const commentLines = ({ text }: SourceFile): number => text.split('\n').filter((line) => /^\s*(\/\/|\/\*|\*)/.test(line)).length;

const functionsIn = (file: SourceFile): readonly { readonly place: string; readonly lines: number }[] =>
  nodesOf(file)
    .filter((node) => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && hasName(node))
    .map((node) => ({ place: placeOf(file, node), lines: lineOf(file, node.end) - lineOf(file, node.getStart(file.tree)) + 1 }));

const hasName = (node: ts.SignatureDeclaration): boolean => node.name !== undefined || ts.isConstructorDeclaration(node) || ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) || ts.isPropertyDeclaration(node.parent);

const assertionsIn = (file: SourceFile): readonly string[] =>
  nodesOf(file)
    .filter((node) => (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) || ts.isTypeAssertionExpression(node))
    .map((node) => placeOf(file, node));

const exportedDeclarations = (file: SourceFile): readonly { readonly place: string; readonly documented: boolean }[] =>
  file.tree.statements
    .filter((statement) => ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .map((statement) => ({ place: placeOf(file, statement), documented: ts.getJSDocCommentsAndTags(statement).length > 0 }));
