import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tarballOf, type Published } from './published';

/** What a command gave. */
export interface Run {
  /** Exit code; 127 when it could not be started. */
  readonly code: number;
  readonly output: string;
}

/** A project of a user, with nothing in it but one of our packages. */
export interface Project {
  readonly folder: string;
  readonly write: (file: string, text: string) => void;
  readonly run: (command: string, args: readonly string[]) => Promise<Run>;
  readonly remove: () => void;
}

/** Installs a package from its tarball by plain npm; from a registry comes only what is not ours. Throws with npm's words. */
export const install = async ({ family, peers, selfContained }: Published): Promise<Project> => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-packages-'));
  const project: Project = {
    folder,
    write: (file, text) => writeFileSync(join(folder, file), text),
    run: (command, args) => run(command, { args, cwd: folder }),
    remove: () => rmSync(folder, { recursive: true }),
  };
  project.write('package.json', JSON.stringify({ name: 'user', version: '1.0.0', private: true }));
  const { code, output } = await project.run('npm', ['install', '--no-audit', '--no-fund', ...(selfContained && peers.length === 0 ? ['--offline'] : []), ...family.map(tarballOf), ...peers]);
  if (code !== 0) throw new Error(`npm could not install ${family.join(', ')}: ${output}`);
  return project;
};

const run = (command: string, { args, cwd }: { readonly args: readonly string[]; readonly cwd: string }): Promise<Run> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd, env: cleanEnvironment() }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 127, output: stdout + stderr });
    });
  });

/** Without what `npm run` and vitest have set for us: a user's shell has none of it. Where packages come from stays. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_ENV' && name !== 'NODE_OPTIONS' && !/^(npm_(?!config_(registry|.*proxy|cafile|ca)$)|VITEST|VITE_)/i.test(name)));
