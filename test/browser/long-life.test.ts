import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** How often the page goes somewhere else. */
const NAVIGATIONS = 10_000;

/** How often before that, until all that is remembered up to a bound has reached it. */
const FIRST = 5000;

const app = (start: string): string => `
  ${start}
  let at = 0;
  const view = document.body.appendChild(document.createElement('main'));
  window.go = async (times) => {
    for (let i = 0; i < times; i++) {
      history.pushState({ at }, '', 'view-' + at++);
      const button = document.createElement('button');
      const onClick = () => i % 50 || console.debug('clicked', at);
      button.addEventListener('click', onClick);
      view.replaceChildren(button);
      button.click();
      if (i % 2) button.removeEventListener('click', onClick);
      if (i % 100 === 0) { fail('of view ' + at); await new Promise((resolve) => setTimeout(resolve)); }
    }
  };`;

const watched = `import { captureException, init } from '@tocsin/browser'; init({ dsn: DSN, release: 'spa@1' }); const fail = (text) => captureException(new Error(text));`;

describe.skipIf(withoutBrowser)('an app of one page that is never left', () => {
  const lab = useLab();

  /** How much more there is after all navigations than after the first ones. */
  const growthOf = async (start: string): Promise<Readonly<Record<string, number>>> => {
    const { page } = await lab.visit({ script: app(start) });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const measure = async (): Promise<ReadonlyMap<string, number>> => {
      for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      return new Map(metrics.map(({ name, value }) => [name, value]));
    };
    await page.evaluate(`go(${FIRST})`);
    const before = await measure();
    await page.evaluate(`go(${NAVIGATIONS})`);
    const after = await measure();
    return Object.fromEntries(['JSEventListeners', 'Nodes', 'JSHeapUsedSize'].map((name) => [name, (after.get(name) ?? 0) - (before.get(name) ?? 0)]));
  };

  it('stays as large as it would be without us: listeners, nodes, heap', { timeout: 240_000 }, async () => {
    const [alone, together] = [await growthOf('const fail = () => undefined;'), await growthOf(watched)];
    console.log(`after ${NAVIGATIONS} navigations`, { alone, together });
    const more = (name: string): number => (together[name] ?? Infinity) - (alone[name] ?? 0);
    expect(more('JSEventListeners')).toBeLessThan(10);
    expect(more('Nodes')).toBeLessThan(20);
    // The texts that are remembered as clean are forgotten when they are too many, and begin anew: it depends on the moment.
    expect(more('JSHeapUsedSize')).toBeLessThan(500_000);
  });
});
