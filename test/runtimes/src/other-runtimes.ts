import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeBinaries } from './node-binaries';

/** A runtime that runs programs written for Node. */
export interface NodeLike {
  /** What a test title shows. */
  readonly name: string;
  /** The absolute path of the executable. */
  readonly path: string;
  /** What stands before the file on the command line. */
  readonly args: readonly string[];
}

const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';

/** An executable in an optional dependency; nothing where it is not installed. */
const locate = (name: string, file: string): readonly string[] => {
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
    return isLinuxX64 && existsSync(path) ? [path] : [];
  } catch {
    return []; // Optional dependencies: this one was not installed.
  }
};

/** Every Node, Bun and Deno that are installed here; none but on Linux x64. */
export const nodeLikes = (): readonly NodeLike[] => [
  ...nodeBinaries().map(({ name, path }) => ({ name, path, args: [] })),
  ...locate('@oven/bun-linux-x64', 'bin/bun').map((path) => ({ name: 'bun', path, args: [] })),
  // With all rights, as a program for Node expects, and with the packages that lie in `node_modules`.
  ...locate('@deno/linux-x64-glibc', 'deno').map((path) => ({ name: 'deno', path, args: ['run', '--allow-all', '--no-lock', '--node-modules-dir=manual'] })),
];

/** The path of workerd, which runs Cloudflare's workers; `undefined` where it is not installed. */
export const workerd = (): string | undefined => locate('@cloudflare/workerd-linux-64', 'bin/workerd')[0];
