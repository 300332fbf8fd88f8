import { existsSync } from 'node:fs';
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

/** Starts the browser, without anything that would talk to the network by itself. `keepsPages`: with a back/forward cache, which drivers of browsers switch off. */
export const launch = ({ keepsPages = false }: { readonly keepsPages?: boolean } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: executable ?? 'chromium',
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
