import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the gate `pack` has put the tarballs that `pnpm publish` would upload. */
const tarballs = join(root, 'node_modules', '.cache', 'tocsin', 'tarballs');

/** A public package of ours, as it would be published. */
export interface Published {
  readonly name: string;
  readonly tarball: string;
  /** What users import: `@tocsin/core`, `@tocsin/core/wire`. */
  readonly doors: readonly string[];
  /** The lowest major version of Node that it supports. */
  readonly oldestNode: number;
  /** Its dependencies are all ours: it can be installed without a registry. */
  readonly selfContained: boolean;
  /** What the app has to bring, with its types, in the version that we are tried with: a door may need it. */
  readonly peers: readonly string[];
  /** Itself and those of ours that it depends on, directly or not. */
  readonly family: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly engines: { readonly node: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifests: readonly Manifest[] = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name, 'package.json'))
  .filter((file) => existsSync(file))
  .map((file): Manifest => JSON.parse(readFileSync(file, 'utf8')))
  .filter((manifest) => manifest.private !== true);

/** The tarball of a package; without one there is nothing to test, and that is no success. */
export const tarballOf = (name: string): string => {
  const file = join(tarballs, `${name.replace('@tocsin/', '')}.tgz`);
  if (!existsSync(file)) throw new Error(`There is no ${file}. Run \`npm run check -- packages\`, which packs first.`);
  return file;
};

const peersOf = ({ peerDependencies = {}, devDependencies = {} }: Manifest): readonly string[] =>
  Object.keys(peerDependencies)
    .flatMap((name) => [name, `@types/${name}`])
    .flatMap((name) => (devDependencies[name] === undefined ? [] : [`${name}@${devDependencies[name]}`]));

const familyOf = ({ name, dependencies = {} }: Manifest): readonly string[] => {
  const ours = manifests.filter((other) => other.name in dependencies);
  return [...new Set([name, ...ours.flatMap(familyOf)])];
};

/** Every public package. */
export const published: readonly Published[] = manifests.map((manifest) => {
  const family = familyOf(manifest);
  const needed = manifests.filter(({ name }) => family.includes(name)).flatMap(({ dependencies = {} }) => Object.keys(dependencies));
  return {
    name: manifest.name,
    tarball: tarballOf(manifest.name),
    // What has no source is a file to be found, and no module.
    doors: Object.entries(manifest.exports).flatMap(([door, { '@tocsin/source': source }]) => (source === undefined ? [] : [manifest.name + door.slice(1)])),
    oldestNode: Number(/\d+/.exec(manifest.engines.node)?.[0]),
    selfContained: needed.every((name) => name.startsWith('@tocsin/')),
    peers: peersOf(manifest),
    family,
  };
});
