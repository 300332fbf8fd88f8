import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const core = fileURLToPath(new URL('../../packages/core/dist/', import.meta.url));

/** A worker with the built core, served by workerd. */
export interface WorkerdApp {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const embedded = (name: string): string => `(name = ${JSON.stringify(name)}, esModule = embed ${JSON.stringify(name)})`;

/** The configuration, in Cap'n Proto's text form. Workers reach nothing on this machine unless they are told. */
const configOf = (): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .app), (name = "out", network = (allow = ["private", "local", "public"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
const app :Workerd.Worker = (
  modules = [${embedded('worker.js')}, ${readdirSync(core).filter((file) => file.endsWith('.js')).map((file) => embedded(`core/${file}`)).join(', ')}],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
  globalOutbound = "out"
);
`;

/** Starts it on a free port; `source` finds the doors of core in `./core/`. */
export const startWorkerd = async (workerd: string, source: string): Promise<WorkerdApp> => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-workerd-'));
  cpSync(core, join(folder, 'core'), { recursive: true });
  writeFileSync(join(folder, 'worker.js'), source);
  writeFileSync(join(folder, 'config.capnp'), configOf());
  const child = spawn(workerd, ['serve', '--control-fd=3', 'config.capnp'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    void ended.then(() => reject(new Error('workerd ended before it listened')));
    child.stdio[3]?.on('data', (line: Buffer) => resolve(Number(/"port":(\d+)/.exec(line.toString())?.[1])));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
};
