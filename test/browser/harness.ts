import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { hasChromium, launch } from './chromium';
import type { Site, SiteOptions } from './site';
import { startSite } from './site';

/** What a test in a browser works with; filled before the tests run. */
export interface Harness {
  readonly intake: Intake;
  readonly browser: Browser;
  /** Serves a site whose app knows `DSN` of the given project; closed after the tests. */
  readonly serve: (project: string, options: SiteOptions) => Promise<Site>;
  /** A page of its own, with storage of its own. */
  readonly open: (url: string) => Promise<{ readonly page: Page; readonly context: BrowserContext }>;
}

/** What `describe.skipIf` is asked: whether there is no browser to test in. */
export const withoutBrowser = !hasChromium;

/** Starts the browser, and a real server that takes envelopes, before the tests around the call; stops both after them. */
export const useHarness = (): Harness => {
  let browser: Browser;
  let intake: Intake;
  const sites: Site[] = [];
  beforeAll(async () => {
    [browser, intake] = await Promise.all([launch(), startIntake()]);
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([intake.close(), ...sites.map((site) => site.close())]);
  });
  return {
    get browser() {
      return browser;
    },
    get intake() {
      return intake;
    },
    async serve(project, options) {
      const site = await startSite({ ...options, app: `const DSN = ${JSON.stringify(intake.dsn(project))};\n${options.app}` });
      sites.push(site);
      return site;
    },
    async open(url) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(url);
      return { page, context };
    },
  };
};

/** Waits until it holds. */
export const eventually = (assertion: () => void): Promise<void> => expect.poll(() => {
  assertion();
  return true;
}, { timeout: 10_000, interval: 20 }).toBe(true);
