import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A clone that nothing has been installed in. */
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'tocsin-commands-'));
  for (const file of ['scripts', 'package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) cpSync(join(root, file), join(clone, file), { recursive: true });
});
afterAll(() => rmSync(clone, { recursive: true }));

interface Outcome {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Runs `node <before> scripts/run.mjs <args>` in the clone. */
const command = (args: readonly string[], { env = {}, before = [] }: { readonly env?: NodeJS.ProcessEnv; readonly before?: readonly string[] } = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const settings = { cwd: clone, env: { ...process.env, ...env } };
    execFile(process.execPath, [...before, 'scripts/run.mjs', ...args], settings, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, lines: (stdout + stderr).trimEnd().split('\n') });
    });
  });

describe('a command', () => {
  it('that does not exist is answered by those that do', async () => {
    const { code, lines } = await command(['deploy']);
    expect(code).toBe(2);
    expect(lines[0]).toBe('Usage: node scripts/run.mjs <command>');
  });

  it('on a Node that is too old says so in one line', async () => {
    const pretend = "data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })";
    const { code, lines } = await command(['test'], { before: ['--import', pretend] });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^Tocsin needs Node 20 or newer, and this is Node 18\.20\.8 \(.+\)\. Install a newer Node/)]);
  });

  it('that cannot reach the registry names it and says what to do', async () => {
    const registry = 'http://127.0.0.1:1/';
    const { code, lines } = await command(['test'], { env: { npm_config_registry: registry, npm_config_fetch_retries: '0', npm_config_cache: join(clone, 'cache') } });
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^\[1\/3\] install … failed after \d+\.\d s$/);
    expect(lines.at(-1)).toBe(`The npm registry ${registry} could not be reached (ECONNREFUSED). Check the network and the proxy settings of npm; another registry is set by \`npm config set registry <url>\`. Then run the command again.`);
  });

  it('without npm on the machine says so', async () => {
    const only = join(clone, 'bin');
    mkdirSync(only);
    symlinkSync(process.execPath, join(only, 'node'));
    symlinkSync('/bin/sh', join(only, 'sh'));
    const { code, lines } = await command(['test'], { env: { PATH: only } });
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe('npm was not found: `npx` is not on the PATH. Install npm (it comes with Node) and run the command again.');
  });

  it('check names the gates when one does not exist', async () => {
    const { code, lines } = await command(['check', 'typos']);
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^There is no gate called typos\. There are: types, lint, imports, .*e2e, browser\.$/);
  });
});

describe('the closing line', () => {
  const totals = async (text: string): Promise<Outcome> => {
    writeFileSync(join(clone, 'totals'), text);
    return command(['totals', 'totals']);
  };

  it('adds up what several commands have left', async () => {
    expect(await totals('{"passed":3,"failed":0,"skipped":1}\n{"passed":4,"failed":0,"skipped":0}\n')).toEqual({ code: 0, lines: ['1 skipped', '7 passed, 0 failed'] });
  });

  it('fails when anything failed', async () => {
    expect(await totals('{"passed":3,"failed":1,"skipped":0}\n')).toEqual({ code: 1, lines: ['3 passed, 1 failed'] });
  });

  it('fails when nothing ran', async () => {
    expect(await totals('')).toEqual({ code: 1, lines: ['0 passed, 0 failed'] });
  });
});
