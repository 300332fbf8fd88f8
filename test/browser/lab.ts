import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { bundleScript } from './bundle';
import { launch } from './chromium';
import type { FileSite, Served } from './file-site';
import { startFileSite } from './file-site';

/** What is to be opened. */
export interface PageSource {
  /**
   * The app's script, which may import our packages; it is served as `app.js`. Free names: `DSN` (the
   * intake's, for this page alone), `HERE` (the address of the page's folder), `ELSEWHERE` (that of the
   * same files on another origin).
   */
  readonly script: string;
  /** The whole page. Default: an empty one with the script in its body. */
  readonly html?: string;
  /** Headers of the page. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Files beside it, on both origins, by their names. Those that end with `.js` are bundled like the app's, unless they have headers of their own. */
  readonly files?: Readonly<Record<string, string | Served>>;
  /** Whose storage it shares. Default: a browser's that was never used. */
  readonly context?: BrowserContext;
  /** The project that it sends to. Default: one of its own. */
  readonly project?: string;
}

/** A page that is there to be opened, and what the server got from it. */
export interface Published {
  readonly url: string;
  readonly elsewhere: string;
  readonly project: string;
  readonly dsn: string;
  readonly events: () => readonly Event[];
  /** Every event as often as it came. */
  readonly arrived: () => readonly Event[];
  readonly items: (type: string) => readonly unknown[];
  /** Waits until as many events are there, for 10 seconds at most. */
  readonly received: (count: number) => Promise<readonly Event[]>;
  /** Messages of the first exceptions, of every event as often as it came, in the order of the alphabet. */
  readonly messages: () => readonly string[];
}

/** A page in the real browser. */
export interface Visit extends Published {
  readonly page: Page;
  /** Lines of the page's console, with their kinds: `error: Uncaught Error: boom`. */
  readonly console: readonly string[];
}

/** Like the harness, for pages that need several files, or another origin: the real Chromium, a server that takes envelopes, and a site on each of two origins. */
export interface Lab {
  readonly browser: () => Browser;
  readonly intake: () => Intake;
  readonly site: () => FileSite;
  readonly other: () => FileSite;
  /** A browser with a storage of its own. */
  readonly newContext: () => Promise<BrowserContext>;
  /** Puts a page where any browser may open it. */
  readonly publish: (source: PageSource) => Promise<Published>;
  /** Opens a page and waits until it has loaded. */
  readonly visit: (source: PageSource) => Promise<Visit>;
}

const usualPage = '<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><body><script src="app.js"></script>';

/** Started before the first test of a file, and gone after its last. */
interface Running {
  readonly browser: Browser;
  readonly intake: Intake;
  readonly site: FileSite;
  readonly other: FileSite;
}

const start = async (): Promise<Running> => {
  const [browser, intake, site, other] = await Promise.all([launch(), startIntake(), startFileSite(), startFileSite()]);
  return { browser, intake, site, other };
};

const stop = async ({ browser, intake, site, other }: Running): Promise<void> => {
  await browser.close();
  await Promise.all([intake.close(), site.close(), other.close()]);
};

/** Puts the page's files onto both origins. */
const publishFiles = async ({ script, html = usualPage, headers = {}, files = {} }: PageSource, sites: readonly FileSite[], folder: string, define: Readonly<Record<string, string>>): Promise<void> => {
  const add = (name: string, served: Served): void => sites.forEach((site) => site.files.set(folder + name, served));
  const app = await bundleScript(script, define);
  add('', { body: html, headers });
  add('app.js', { body: app });
  for (const [name, file] of Object.entries(files)) {
    if (typeof file !== 'string') add(name, file);
    else add(name, { body: name.endsWith('.js') ? await bundleScript(file, define) : file });
  }
};

/** See {@link Visit.messages}. */
export const messagesOf = (events: readonly Event[]): readonly string[] => events.map(({ exception }) => exception?.values[0]?.value ?? '').sort((one, other) => one.localeCompare(other));

/** For the top of a test file. */
export const useLab = (): Lab => {
  let running: Running | undefined;
  let visits = 0;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(async () => {
    if (running) await stop(running);
  });
  const lab = (): Running => {
    if (!running) throw new Error('The lab is there while tests run');
    return running;
  };

  const publish = async (source: PageSource): Promise<Published> => {
    const { intake, site, other } = lab();
    const folder = `/v${++visits}/`;
    const project = source.project ?? String(visits);
    const [url, elsewhere, dsn] = [site.origin + folder, other.origin + folder, intake.dsn(project)];
    await publishFiles(source, [site, other], folder, { DSN: dsn, HERE: url, ELSEWHERE: elsewhere });
    const arrived = (): readonly Event[] => intake.arrivals.filter((arrival) => arrival.project === project).map(({ event }) => event);
    const events = (): readonly Event[] => intake.events(project);
    return {
      url,
      elsewhere,
      project,
      dsn,
      events,
      arrived,
      items: (type) => intake.items(type, project),
      messages: () => messagesOf(arrived()),
      async received(count) {
        await expect.poll(() => events().length, { timeout: 10_000, interval: 20 }).toBeGreaterThanOrEqual(count);
        return events();
      },
    };
  };

  const visit = async (source: PageSource): Promise<Visit> => {
    const published = await publish(source);
    const page = await (source.context ?? (await lab().browser.newContext())).newPage();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
    await page.goto(published.url, { waitUntil: 'load' });
    return { ...published, page, console: lines };
  };

  return { browser: () => lab().browser, intake: () => lab().intake, site: () => lab().site, other: () => lab().other, newContext: () => lab().browser.newContext(), publish, visit };
};
