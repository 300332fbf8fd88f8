import { lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { attempt, attemptOr } from '@tocsin/core/platform';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of a spool, or why there is none that can be trusted. */
export type Folder = { readonly path: string } | { readonly problem: string };

/**
 * Where this user's programs keep what must outlive them, the best first. The last resort is where others
 * write too, and has the user's number in its name.
 */
export const usualRoots = (env: Environment, platform: NodeJS.Platform): readonly string[] => {
  const inHome = stateFolder(env, platform, attemptOr('', homedir));
  return [...(isAbsolute(inHome) ? [join(inHome, 'tocsin-spool')] : []), join(tmpdir(), `tocsin-spool-${process.getuid?.() ?? 'user'}`)];
};

const stateFolder = ({ XDG_STATE_HOME: state = '', LOCALAPPDATA: local }: Environment, platform: NodeJS.Platform, home: string): string => {
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
      const fault = faultOf(root, create);
      if (fault !== undefined) return { problem: fault };
      const path = join(root, name());
      const faultInside = faultOf(path, create);
      return faultInside === undefined ? { path } : { problem: faultInside };
    });
    if (opened.ok) return opened.value;
    problem = String(opened.error);
  }
  return create ? { problem } : undefined;
};

/** Why a folder cannot be trusted. Windows tells neither owner nor rights, and keeps a user's folder to the user by itself. */
const faultOf = (path: string, create: boolean): string | undefined => {
  if (create) mkdirSync(path, { recursive: true, mode: 0o700 });
  // Of the thing itself: a link leads where somebody else wants.
  const found = lstatSync(path);
  if (!found.isDirectory()) return `${path} is no folder`;
  if (process.platform === 'win32') return undefined;
  if (found.uid !== process.getuid?.()) return `${path} belongs to somebody else`;
  return found.mode & 0o077 ? `others may enter ${path} (chmod 700 helps)` : undefined;
};
