import type { Event } from '@tocsin/core/wire';
import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** As many asset hosts serve it: from another origin, by a tag without `crossorigin`. Of what passes through such a script browsers tell nothing. */
const sdkElsewhere = (app: string): string => `
  const sdk = document.createElement('script');
  sdk.src = ELSEWHERE + 'sdk.js';
  sdk.onload = () => { ${app} };
  document.body.append(sdk);`;

const sdk = `import { close, init, stats } from '@tocsin/browser'; const start = () => init({ dsn: DSN }); start(); Object.assign(window, { close, start, stats });`;

const told = (events: readonly Event[]) =>
  events
    .map(({ exception }) => exception?.values[0])
    .map((first) => [`${first?.type}: ${first?.value}`, first?.stacktrace?.frames.at(-1)?.filename] as const)
    .sort(([one], [other]) => one.localeCompare(other));

describe.skipIf(withoutBrowser)('an error that has passed through a function of ours', () => {
  const lab = useLab();

  it('is told in full, and once, where the browser hides all that passes our file', async () => {
    const { received, arrived, url, page } = await lab.visit({
      script: sdkElsewhere(`
        setTimeout(() => { throw new TypeError('in a timer'); });
        setTimeout(() => { throw 'a text in a timer'; });
        setTimeout(() => { throw 7; });
        setTimeout(() => { throw null; });
        const timer = setInterval(() => { clearInterval(timer); throw 'a text in an interval'; });
        requestAnimationFrame(() => { throw new RangeError('in a frame'); });
        addEventListener('ring', () => { throw new Error('in a listener'); });
        addEventListener('ring', { handleEvent() { throw 'a text in an object'; } });
        dispatchEvent(new Event('ring'));`),
      files: { 'sdk.js': sdk },
    });
    await received(8);
    const app = `${url}app.js`;
    expect(told(arrived())).toEqual([
      ['Error: a text in a timer', undefined],
      ['Error: a text in an interval', undefined],
      ['Error: a text in an object', undefined],
      ['Error: in a listener', app],
      ['Error: Thrown value: 7', undefined],
      ['Error: Thrown value: null', undefined],
      ['RangeError: in a frame', app],
      ['TypeError: in a timer', app],
    ]);
    expect(await page.evaluate('stats()')).toMatchObject({ error: { captured: 8 } });
    expect(arrived().map(({ exception }) => exception?.values[0]?.mechanism)).toEqual(arrived().map(() => expect.objectContaining({ type: 'auto.browser.global_handlers.onerror', handled: false })));
  });

  it('is told in full when the listener was added for a client that is closed', async () => {
    const { received, messages } = await lab.visit({
      script: sdkElsewhere(`
        const ring = () => { throw 'for the second'; };
        addEventListener('ring', ring);
        close().then(() => {
          start();
          addEventListener('ring', ring);
          dispatchEvent(new Event('ring'));
        });`),
      files: { 'sdk.js': sdk },
    });
    await received(1);
    expect(messages()).toEqual(['for the second']);
  });

  // As zone.js does, which has wrapped the timers first.
  it('is not told when the app catches it further up, also when the browser hides another', async () => {
    const { page, events } = await lab.visit({
      script: `
        const before = window.setTimeout;
        window.caught = [];
        window.setTimeout = (run, ...rest) => before(() => { try { run(); } catch (error) { caught.push(String(error)); } }, ...rest);
        ${sdkElsewhere(`
          setTimeout(() => { throw 'mine'; });
          setTimeout(() => { throw new Error('mine too'); });
          before(() => { document.body.append(Object.assign(document.createElement('script'), { src: ELSEWHERE + 'third.js' })); }, 20);`)}`,
      files: { 'sdk.js': sdk, 'third.js': `throw new Error('theirs');` },
    });
    await expect.poll(() => page.evaluate('stats()')).toMatchObject({ error: { captured: 1, dropped: { ignored: 1 } } });
    expect(await page.evaluate('caught')).toEqual(['mine', 'Error: mine too']);
    expect(events()).toEqual([]);
  });

  it('has the place that the browser knows, or none, never that of our own file', async () => {
    const { received, arrived, url } = await lab.visit({
      script: `
        import { init } from '@tocsin/browser';
        init({ dsn: DSN });
        document.body.append(Object.assign(document.createElement('script'), { src: 'plain.js' }));`,
      files: {
        'plain.js': `
          setTimeout(() => { throw 'a text in a timer'; });
          requestAnimationFrame(() => { throw undefined; });
          addEventListener('ring', () => { throw 7; });
          dispatchEvent(new Event('ring'));
          document.body.onclick = () => { throw 'a text in a property'; };
          document.body.click();
          setTimeout(() => { document.body.click(); throw 8; });
          throw 'a text in the script';`,
      },
    });
    await received(7);
    const plain = `${url}plain.js`;
    expect(told(arrived())).toEqual([
      ['Error: a text in a property', plain],
      ['Error: a text in a property', plain],
      ['Error: a text in a timer', undefined],
      ['Error: a text in the script', plain],
      ['Error: Thrown value: 7', undefined],
      ['Error: Thrown value: 8', undefined],
      ['Error: Thrown value: undefined', undefined],
    ]);
  });
});
