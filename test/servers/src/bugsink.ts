import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command';
import { saidBy } from './said';

/** A real Bugsink on loopback, with one project. */
export interface Bugsink {
  readonly dsn: string;
  /** Its API's answer, below `/api/canonical/0/`. */
  readonly api: <Answer>(path: string) => Promise<Answer>;
  /** A page, as whoever is logged in sees it, wherever that leads. */
  readonly page: (path: string) => Promise<string>;
  /** What it has printed: a line for each request, and for whatever it did not like. */
  readonly log: () => string;
  /** A line for each event that does not keep its strictest schema. */
  readonly violations: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

const script = (name: string): string => fileURLToPath(new URL(`../bugsink/${name}`, import.meta.url));

/** What differs from the settings for one developer: it phones nobody, and says what it thinks of each event. */
const settings = (folder: string): string => `
BUGSINK.update(PHONEHOME=False, VALIDATE_ON_DIGEST="warn", INGEST_STORE_BASE_DIR=${JSON.stringify(join(folder, 'ingest'))})
`;

/** Starts one on a free port, from the commands in `bin`, with databases that go with it. */
export const startBugsink = async (bin: string): Promise<Bugsink> => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bugsink-'));
  const options = { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, PYTHONUNBUFFERED: '1' } };
  await runCommand(join(bin, 'bugsink-create-conf'), ['--template', 'local', '--host', '127.0.0.1'], options);
  appendFileSync(join(folder, 'bugsink_conf.py'), settings(folder));
  const { project, key, token, session } = JSON.parse(await runCommand(join(bin, 'python'), [script('prepare.py')], options));

  const server = spawn(join(bin, 'gunicorn'), ['--bind', '127.0.0.1:0', '--workers', '1', '--access-logfile', '-', 'bugsink.wsgi'], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = saidBy(server);
  const [, address = ''] = await said.until(/Listening at: http:\/\/(127\.0\.0\.1:\d+)/);
  const get = async (path: string, headers: Readonly<Record<string, string>>): Promise<string> => {
    const response = await fetch(`http://${address}${path}`, { headers });
    if (!response.ok) throw new Error(`Bugsink answers ${response.status} to ${path}`);
    return response.text();
  };
  return {
    dsn: `http://${key}@${address}/${project}`,
    api: async (path) => JSON.parse(await get(`/api/canonical/0/${path}`, { authorization: `Bearer ${token}` })),
    page: (path) => get(path, { cookie: `sessionid=${session}` }),
    log: said.text,
    violations: () => runCommand(join(bin, 'python'), [script('validate.py')], options),
    async stop() {
      server.kill();
      await said.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
