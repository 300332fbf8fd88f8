import { dirname, join } from 'node:path';
import { attemptOr } from '@tocsin/core/platform';
import { readText } from '../read-text';

/** Packages that are named, at most. */
const MAX_PACKAGES = 500;

/** The folder of the package that a file belongs to, and its name. */
const PACKAGE = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))(?:[\\/]|$)/;

interface Manifest {
  readonly version?: unknown;
  readonly dependencies?: unknown;
}

const manifestIn = (folder: string): Manifest => attemptOr({}, () => Object(JSON.parse(readText(join(folder, 'package.json')) ?? '{}')));

/** The folder with the nearest `package.json`, from `folder` upwards. */
const rootOf = (folder: string): string => {
  const parent = dirname(folder);
  return readText(join(folder, 'package.json')) !== undefined || parent === folder ? folder : rootOf(parent);
};

/** Where packages may be looked for. */
export interface ModuleSources {
  /** What was loaded by `require`. */
  readonly files: readonly string[];
  /** Where the app is. */
  readonly folder: string;
}

/**
 * Names and versions of the packages of an app: what it has loaded by `require`, and what its `package.json` depends on,
 * as installed there. (Nothing tells which ES modules were loaded.) Reads each package's manifest.
 */
export const loadedModules = ({ files, folder }: ModuleSources): Record<string, string> => {
  const root = rootOf(folder);
  const dependencies = Object.keys(Object(manifestIn(root).dependencies)).map((name) => join(root, 'node_modules', name, 'package.json'));
  const packages = new Map<string, string>();
  // What the app depends on itself stays, should there be several versions.
  for (const file of [...dependencies, ...files]) {
    const [, at, name] = PACKAGE.exec(file) ?? [];
    if (at !== undefined && name !== undefined && packages.size < MAX_PACKAGES && !packages.has(name)) packages.set(name, at);
  }
  return Object.fromEntries(
    [...packages].flatMap(([name, at]) => {
      const { version } = manifestIn(at);
      return typeof version === 'string' ? [[name.replaceAll('\\', '/'), version]] : [];
    }),
  );
};
