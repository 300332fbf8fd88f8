import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command';

const cache = fileURLToPath(new URL('../../../node_modules/.cache/tocsin/', import.meta.url));
const packages = fileURLToPath(new URL('../bugsink/packages.txt', import.meta.url));

/** pip's settings stay the user's, but for those that would have it ask, or install elsewhere. */
const environment = { ...process.env, PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_USER: '0', PYTHONHOME: undefined, PYTHONPATH: undefined };

/** The folder with Bugsink's commands, or why there is none. */
export type BugsinkVenv = { readonly ok: true; readonly bin: string } | { readonly ok: false; readonly problem: string };

/**
 * Installs Bugsink from PyPI into a virtual environment of its own, as `bugsink/packages.txt` says; once for
 * each content of that file. Never throws.
 */
export const installBugsink = async (): Promise<BugsinkVenv> => {
  const folder = join(cache, `bugsink-${createHash('sha256').update(readFileSync(packages)).digest('hex').slice(0, 12)}`);
  const bin = join(folder, 'bin');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { ok: true, bin };
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    await runCommand('python3', ['-m', 'venv', folder], { cwd: cache, env: environment });
    await runCommand(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--no-compile', '-r', packages], { cwd: cache, env: environment });
    writeFileSync(complete, '');
    return { ok: true, bin };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
};
