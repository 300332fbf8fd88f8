import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** One file of TypeScript, parsed. */
export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Parses `text` as the file at `path`. */
export const sourceFile = (path: string, text: string): SourceFile => ({ path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) });

export const isTest = ({ path }: SourceFile): boolean => /\.test\.tsx?$/.test(path);

/** Every file of `packages/<name>/src` below `root`, tests included, declarations of globals not. */
export const readPackages = (root: string): readonly SourceFile[] =>
  readdirSync(join(root, 'packages')).flatMap((name) =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
      .map((file) => `packages/${name}/src/${file.replaceAll('\\', '/')}`)
      .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8'))),
  );

/** Every node of the tree, depth first. */
export const nodesOf = (file: SourceFile): readonly ts.Node[] => {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return nodes;
};

/** `packages/core/src/base/clock.ts:12`, for a message one can click on. */
export const placeOf = (file: SourceFile, node: ts.Node): string => `${file.path}:${lineOf(file, node.getStart(file.tree))}`;

/** The line, from 1, of a position in the text. */
export const lineOf = (file: SourceFile, position: number): number => file.tree.getLineAndCharacterOfPosition(position).line + 1;

/** The name without folder and extensions: `clock` of `base/clock.test.ts`. */
export const stemOf = ({ path }: SourceFile): string => basename(path).split('.')[0] ?? '';
