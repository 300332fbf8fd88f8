import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One Node that the machine can run. */
export interface NodeBinary {
  /** What a test title shows, like `node20`: the alias under which `package.json` names it. */
  readonly name: string;
  /** The absolute path of the executable. */
  readonly path: string;
}

/** The aliases in this package's `package.json`, oldest first. */
const aliases = ['node20', 'node22', 'node24', 'node26'] as const;

/**
 * The Node versions that are installed here, oldest first: all four on Linux x64, none elsewhere.
 * For tests that must hold on every supported Node; a test that only needs *a* Node takes
 * `process.execPath`. Never throws: what is not installed is left out.
 */
export const nodeBinaries = (): readonly NodeBinary[] =>
  // On another platform pnpm may still unpack the aliased packages, but nothing can run them.
  process.platform === 'linux' && process.arch === 'x64' ? aliases.flatMap(locate) : [];

const locate = (name: string): readonly NodeBinary[] => {
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'node');
    return existsSync(path) ? [{ name, path }] : [];
  } catch {
    return []; // Optional dependencies: this one was not installed.
  }
};
