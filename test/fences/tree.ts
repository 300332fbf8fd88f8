import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './root';

/** A copy of the repository in the temporary directory, for bad files to be planted in. */
export interface Tree {
  readonly folder: string;
  /** Writes files, given by path; what is there already is replaced. */
  readonly plant: (files: Readonly<Record<string, string>>) => void;
  readonly remove: () => void;
}

/** Copies the settings and the sources; dependencies are shared with the real tree. */
export const copyTree = (): Tree => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-fences-'));
  for (const file of ['.dependency-cruiser.cjs', '.oxlintrc.json', 'package.json', 'tsconfig.base.json', 'tsconfig.test.json', 'tsup.base.ts', 'packages', 'examples', 'scripts', 'test']) copy(file, folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    plant: (files) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
};

/**
 * pnpm's links between our packages are relative and are copied as they stand, so that in the copy
 * `@tocsin/core` is the copy's core.
 */
const copy = (path: string, folder: string): void => {
  if (!existsSync(join(root, path))) return;
  cpSync(join(root, path), join(folder, path), { recursive: true, verbatimSymlinks: true, filter: (source) => !/\/(dist|coverage|\.next)$/.test(source) });
};
