import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './tool.mjs';

/**
 * @typedef {object} Workspace One package of ours.
 * @property {string} name
 * @property {string} folder Absolute.
 * @property {boolean} published
 * @property {Readonly<Record<string, string>>} scripts
 * @property {readonly string[]} dependencies Names, of every kind.
 */

/** Every package that `pnpm-workspace.yaml` names, in its order. @returns {readonly Workspace[]} */
export const workspaces = () =>
  workspaceGlobs()
    .flatMap((glob) => (glob.endsWith('/*') ? children(join(root, glob.slice(0, -2))) : [join(root, glob)]))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map(readWorkspace);

// Read line by line: there is no YAML parser before the installation.
const workspaceGlobs = () => {
  const lines = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').split('\n');
  const globs = lines.slice(lines.indexOf('packages:') + 1);
  return globs.slice(0, globs.findIndex((line) => !line.startsWith('  - '))).map((line) => line.slice(4).trim());
};

const children = (/** @type {string} */ folder) =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name)) : [];

/** @returns {Workspace} */
const readWorkspace = (/** @type {string} */ folder) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return {
    name: manifest.name,
    folder,
    published: manifest.private !== true,
    scripts: manifest.scripts ?? {},
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }),
  };
};

/** Every file below `path` (or `path` itself) that `keep` accepts, absolute and in a stable order. @returns {readonly string[]} */
export const filesUnder = (/** @type {string} */ path, /** @type {(file: string) => boolean} */ keep = () => true) => {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((file) => join(path, file))
    .filter((file) => keep(file) && statSync(file).isFile())
    .sort();
};

/** One digest of the names and contents of `files`; a file that is missing counts as such. */
export const contentHash = (/** @type {readonly string[]} */ files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${relative(root, file)}\0`).update(existsSync(file) ? readFileSync(file) : '\0').update('\0');
  return hash.digest('hex');
};

/** Below `node_modules`, so that a new installation begins with none. */
const memory = (/** @type {string} */ name) => join(root, 'node_modules', '.cache', 'tocsin', name);

/** What {@link remember} noted under this name, or nothing. */
export const recall = (/** @type {string} */ name) => (existsSync(memory(name)) ? readFileSync(memory(name), 'utf8') : undefined);

/** Notes a digest for the next run of a command. */
export const remember = (/** @type {string} */ name, /** @type {string} */ digest) => {
  mkdirSync(dirname(memory(name)), { recursive: true });
  writeFileSync(memory(name), digest);
};
