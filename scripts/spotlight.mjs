// The real Spotlight against the built packages: `npm run build`, then `npm run spotlight`. Not one of
// the gates: Spotlight brings 140 packages, which are put into a temporary folder and taken away again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installEnvironment } from './run/install.mjs';
import { Failure, phase, say } from './run/progress.mjs';
import { projectNode, quietTool, root } from './run/tool.mjs';

const SPOTLIGHT = '4.11.8';
/** With newer ones that version answers every request with 500. */
const HONO = '4.12.25';

const sdk = join(root, 'packages', 'node', 'dist', 'index.js');
const start = `import { captureException, captureMessage, close, init, logger } from '${pathToFileURL(sdk).href}';`;

/** What is run, and what Spotlight has to show of it. @type {Readonly<Record<string, { readonly app: string, readonly code: number, readonly shown: readonly string[] }>>} */
const cases = {
  'without a DSN': {
    app: `init(); captureException(new Error('first')); captureMessage('second '.padEnd(9000, 'compressible ')); logger.info('third'); await close();`,
    code: 0,
    shown: ['first', 'second compressible', 'third'],
  },
  'a crash without a DSN': { app: `init(); setTimeout(() => { throw new Error('fourth'); }, 1);`, code: 1, shown: ['fourth'] },
  'a copy, while the server is down': {
    app: `init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' }); for (const n of [5, 6, 7, 8, 9, 10]) captureException(new Error('copy ' + n)); await new Promise((resolve) => setTimeout(resolve, 1000)); process.exit(0);`,
    code: 0,
    shown: ['copy 5', 'copy 6', 'copy 7', 'copy 8', 'copy 9', 'copy 10'],
  },
};

const install = async (/** @type {string} */ folder) => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { '@spotlightjs/spotlight': SPOTLIGHT }, overrides: { hono: HONO } }));
  const { code, output } = await quietTool('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, env: installEnvironment() });
  if (code !== 0) throw new Failure(output);
};

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return address !== null && typeof address === 'object' ? address.port : 0;
};

const untilHealthy = async (/** @type {string} */ url) => {
  for (let tries = 0; tries < 100; tries++) {
    const answered = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Failure('Spotlight did not start within 20 seconds.');
};

/** Runs an app to its end. @returns {Promise<{ readonly code: number | null, readonly said: string }>} */
const run = async (/** @type {string} */ app, /** @type {string} */ url) => {
  const child = spawn(projectNode(), ['--input-type=module', '--eval', `${start}\n${app}`], { env: { PATH: process.env.PATH, SENTRY_SPOTLIGHT: `${url}/stream` }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  return { code, said };
};

/** What Spotlight shows to whoever opens its page now: everything that it has, as it has read it. */
const shownBy = async (/** @type {string} */ url) => {
  const listening = new AbortController();
  const { body } = await fetch(`${url}/stream`, { signal: listening.signal });
  const stop = setTimeout(() => listening.abort(), 1500);
  let text = '';
  try {
    for await (const chunk of body ?? []) text += new TextDecoder().decode(chunk);
  } catch {
    // Stopped by us: the stream has no end.
  }
  clearTimeout(stop);
  return text;
};

if (!existsSync(sdk)) throw new Failure('Run `npm run build` first.');
const folder = mkdtempSync(join(tmpdir(), 'tocsin-spotlight-'));
try {
  await phase(`install Spotlight ${SPOTLIGHT}`, () => install(folder));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(projectNode(), [join(folder, 'node_modules', '@spotlightjs', 'spotlight', 'dist', 'run.js'), 'server', '--port', String(port)], { stdio: 'ignore' });
  try {
    await untilHealthy(url);
    for (const [name, { app, code: expected, shown }] of Object.entries(cases)) {
      const { code, said } = await run(app, url);
      const seen = await shownBy(url);
      const missing = shown.filter((text) => !seen.includes(text));
      const fine = code === expected && missing.length === 0 && !said.includes('[tocsin]');
      say(`${fine ? 'shown' : 'WRONG'}  ${name}${fine ? '' : `: exit code ${code}, missing ${missing.join(', ')}\n${said}`}`);
      if (!fine) process.exitCode = 1;
    }
  } finally {
    server.kill();
    await once(server, 'close');
  }
} finally {
  rmSync(folder, { recursive: true });
}
