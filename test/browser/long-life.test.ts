import type { CDPSession } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** After so many navigations the page is measured: each time it has been twice as many. */
const STOPS = [1250, 2500, 5000, 10_000] as const;

/** Bytes more that there may be for one navigation: less than the smallest object, and a place for it, takes. The engine needs some for its own code and caches. */
const PER_NAVIGATION = 24;

/**
 * The same hundred addresses again and again: texts that are remembered as clean would come and go in a rhythm of
 * their own (300,000 characters of them at most), and hide what grows. Few errors, because of each request the
 * browser and its devtools keep some hundred bytes.
 */
const script = `
  import { captureException, flush, init } from '@tocsin/browser';
  init({ dsn: DSN, release: 'spa@1' });
  for (let number = 0; number < 20_000; number++) String(number); // fills a cache that the engine has for these
  let at = 0;
  const view = document.body.appendChild(document.createElement('main'));
  window.go = async (until) => {
    for (; at < until; at++) {
      history.pushState({ at }, '', 'view-' + (at % 100));
      const button = document.createElement('button');
      const onClick = () => at % 50 || console.debug('clicked', at % 100);
      button.addEventListener('click', onClick);
      view.replaceChildren(button);
      button.click();
      if (at % 2) button.removeEventListener('click', onClick);
      if (at % 500 === 0) captureException(new Error('of view ' + at));
      if (at % 100 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    // What waits for the server is no leak, and a page that does nothing but navigate keeps its browser from sending.
    await flush(60_000);
  };`;

interface Size {
  readonly listeners: number;
  readonly nodes: number;
  readonly heap: number;
}

/** So many navigations in a row: a weak table takes the room of all keys that come between two collections of garbage, and keeps it. */
const AT_A_TIME = 625;

/** What is left when all has gone that may. */
const measure = async (devtools: CDPSession): Promise<Size> => {
  for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  return { listeners: of('JSEventListeners'), nodes: of('Nodes'), heap: of('JSHeapUsedSize') };
};

describe.skipIf(withoutBrowser)('an app of one page that is never left', () => {
  const lab = useLab();

  it('stays as large as it is: listeners, nodes, heap', { timeout: 240_000 }, async () => {
    const { page } = await lab.visit({ script });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const sizes: Size[] = [];
    for (let at = AT_A_TIME; at <= STOPS[3]; at += AT_A_TIME) {
      await page.evaluate(`go(${at})`);
      const size = await measure(devtools);
      if (STOPS.some((stop) => stop === at)) sizes.push(size);
    }
    console.log(`after ${STOPS.join(', ')} navigations`, sizes);
    const [, , before, after] = sizes;
    // What is under way, to the server or into the store, has listeners as well: it ends, where a leak stays.
    const isNoLarger = ({ listeners, nodes }: Size): boolean => listeners <= (before?.listeners ?? 0) && nodes <= (before?.nodes ?? 0);
    await expect.poll(async () => isNoLarger(await measure(devtools))).toBe(true);
    expect(((after?.heap ?? Infinity) - (before?.heap ?? 0)) / (STOPS[3] - STOPS[2])).toBeLessThan(PER_NAVIGATION);
  });
});
