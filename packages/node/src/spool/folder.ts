import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { attempt, attemptOr } from '@tocsin/core/platform';
import { codeOf } from '../code-of';

/** The folder of a spool, or why there is none that can be trusted. */
export type Folder = { readonly path: string } | { readonly problem: string };

/**
 * Where this user's programs keep what must outlive them, the best first. The last resort is where others
 * write too, and has the user's number in its name.
 */
export const usualRoots = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] => {
  const inHome = stateFolder(env, platform, attemptOr('', homedir));
  return [...(isAbsolute(inHome) ? [join(inHome, 'tocsin-spool')] : []), join(tmpdir(), `tocsin-spool-${process.getuid?.() ?? 'user'}`)];
};

const stateFolder = ({ XDG_STATE_HOME: state = '', LOCALAPPDATA: local }: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string => {
  if (platform === 'win32') return local ?? join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return isAbsolute(state) ? state : join(home, '.local', 'state');
};

/**
 * The folder `name` in the first of `roots` that there is or, where `create` says so, can be made;
 * `undefined` where nothing was ever spooled. What is not ours alone is not used, nor anything in its place.
 */
export const openFolder = (roots: readonly string[], name: () => string, create: boolean): Folder | undefined => {
  let problem = 'there is no place for them';
  for (const root of roots) {
    const opened = attempt((): Folder => {
      if (create) makeWithParents(root);
      const path = join(root, name());
      const fault = faultOf(root) ?? (create ? makeIn(path) : faultOf(path));
      return fault === undefined ? { path } : { problem: fault };
    });
    if (opened.ok) return opened.value;
    problem = problemOf(codeOf(opened.error), root);
  }
  return create ? { problem } : undefined;
};

const problemOf = (code: string, root: string): string => (code === 'ERR_ACCESS_DENIED' ? `the process may not write to ${root} (--allow-fs-write)` : `${code} in ${root}`);

/** Rights to a folder: for the owner alone. */
const OWN = 0o700;

/**
 * Makes a folder and those that it is in, once each: Node's own `recursive` tries for ever where a file system knows
 * the parent and says that there is none (`/proc`, homes that are mounted on demand).
 */
const makeWithParents = (path: string): void => {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeWithParents(parent);
  makeOne(path);
};

/** Makes a folder, unless something is there. */
const makeOne = (path: string): void => {
  const made = attempt(() => mkdirSync(path, { mode: OWN }));
  if (!made.ok && codeOf(made.error) !== 'EEXIST') throw made.error;
};

/** Why a folder, which is made if it is not there, cannot be trusted. */
const makeIn = (path: string): string | undefined => {
  makeOne(path);
  return faultOf(path);
};

/** Why a folder cannot be trusted. Windows tells neither owner nor rights, and keeps a user's folder to the user by itself. */
const faultOf = (path: string): string | undefined => {
  // Of the thing itself: a link leads where somebody else wants.
  const found = lstatSync(path);
  if (!found.isDirectory()) return `${path} is no folder`;
  if (process.platform === 'win32') return undefined;
  if (found.uid !== process.getuid?.()) return `${path} belongs to somebody else`;
  return found.mode & 0o077 ? `others may enter ${path} (chmod 700 helps)` : undefined;
};
