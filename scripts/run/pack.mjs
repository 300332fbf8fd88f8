import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inTwos } from './in-twos.mjs';
import { installEnvironment, PNPM } from './install.mjs';
import { Failure } from './progress.mjs';
import { quietTool, root } from './tool.mjs';
import { workspaces } from './workspace.mjs';

// Below node_modules, where nothing is looked for or checked in.
const tarballs = join(root, 'node_modules', '.cache', 'tocsin', 'tarballs');

/** The file that a package is packed into: `core.tgz` for `@tocsin/core`. */
export const tarballOf = (/** @type {string} */ name) => join(tarballs, `${name.replace('@tocsin/', '')}.tgz`);

/** Packs every public package as `pnpm publish` would. Answers their names. */
export const pack = async () => {
  rmSync(tarballs, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  const names = workspaces().filter(({ published }) => published);
  return inTwos(names, async ({ name, folder }) => {
    const { code, output } = await quietTool('npx', ['-y', PNPM, 'pack', '--out', tarballOf(name)], { cwd: folder, env: installEnvironment() });
    if (code !== 0) throw new Failure(`${output.trimEnd()}\n\n${name} cannot be packed (exit code ${code}); what pnpm said stands above.`);
    return name;
  });
};
