import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** The Chromium of this machine, by its usual names. */
const executable = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** Whether there is a browser to test in. With `CI=true` there has to be one. */
export const hasChromium = executable !== undefined || process.env['CI'] === 'true';

if (!hasChromium) console.warn('No Chromium on this machine: the tests in a browser are skipped.');

/** Nothing that would talk to the network by itself. */
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts the browser. `keepsPages`: with a back/forward cache, which drivers of browsers switch off. */
export const launch = ({ keepsPages = false }: { readonly keepsPages?: boolean } = {}): Promise<Browser> =>
  chromium.launch({ executablePath: executable ?? 'chromium', ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [], args: quiet });

/** Opens a page in a browser of its own that nobody drives: one that is driven renders nothing ahead. Answers with what ends it. */
export const openAlone = (url: string): (() => Promise<void>) => {
  const profile = mkdtempSync(join(tmpdir(), 'tocsin-chromium-'));
  const child = spawn(executable ?? 'chromium', ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...quiet, url], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
};
