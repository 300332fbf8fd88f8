import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** Pages that are opened for each. */
const PAGES = 10;

describe.skipIf(withoutBrowser)('the start of a page', () => {
  const lab = useLab();

  /** The shortest of all, milliseconds: the others tell what else the machine had to do. */
  const startOf = async (name: string): Promise<{ readonly shortest: number; readonly longTasks: number }> => {
    const times: number[] = [];
    let longTasks = 0;
    const context = await lab.newContext();
    for (let round = 0; round < PAGES; round++) {
      const { page } = await lab.visit({
        context,
        script: `
          import { init } from '${name}';
          window.longTasks = 0;
          new PerformanceObserver((list) => { longTasks += list.getEntries().length; }).observe({ type: 'longtask' });
          const before = performance.now();
          init({ dsn: DSN, release: 'shop@1' });
          window.took = performance.now() - before;`,
      });
      await page.waitForTimeout(50);
      times.push(await page.evaluate<number>('took'));
      longTasks += await page.evaluate<number>('longTasks');
      await page.close();
    }
    return { shortest: Math.min(...times), longTasks };
  };

  it('is held up by no long task, and for less time than by @sentry/browser', { timeout: 180_000 }, async () => {
    const [theirs, ours] = [await startOf('@sentry/browser'), await startOf('@tocsin/browser')];
    console.log('init, ms', { tocsin: ours.shortest, sentry: theirs.shortest });
    expect(ours.shortest).toBeLessThan(theirs.shortest);
    // Where the machine has something else to do, a task may well be held up once.
    expect(ours.longTasks).toBeLessThanOrEqual(PAGES / 5);
  });

  it('asks for no storage and no lock before the page has started', async () => {
    const { page, items } = await lab.visit({
      script: `
        import { init } from '@tocsin/browser';
        const asked = [];
        const watch = (target, name) => {
          const original = target[name];
          target[name] = function (...given) { asked.push(name); return original.apply(this, given); };
        };
        watch(IDBFactory.prototype, 'open');
        watch(LockManager.prototype, 'request');
        watch(LockManager.prototype, 'query');
        watch(Storage.prototype, 'getItem');
        init({ dsn: DSN, release: 'shop@1' });
        window.atOnce = asked.splice(0);
        window.later = asked;`,
    });
    await expect.poll(() => items('session')).toMatchObject([{ init: true, status: 'ok', errors: 0 }]);
    expect(await page.evaluate('atOnce')).toEqual([]);
    expect(await page.evaluate('later')).toEqual(expect.arrayContaining(['open']));
  });
});
