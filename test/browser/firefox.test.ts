import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Firefox } from './firefox';
import { launchFirefox, withoutFirefox } from './firefox';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const start = `import { captureException, close, init, stats } from '@tocsin/browser'; Object.assign(window, { captureException, close, stats }); init({ dsn: DSN, release: 'shop@1' });`;

describe.skipIf(withoutFirefox || withoutBrowser)('Firefox', () => {
  const lab = useLab();
  let firefox: Firefox;
  beforeAll(async () => {
    firefox = await launchFirefox();
  });
  afterAll(() => firefox.close());

  it('reports what nobody catches, each once, with stacks', async () => {
    const page = await lab.publish({
      script: `${start}
        function breakDown() { throw new TypeError('an error'); }
        setTimeout(breakDown);
        (async function reject() { throw new RangeError('a rejection'); })();
        setTimeout(() => { throw 'a text'; }, 10);`,
    });
    await firefox.open(page.url);
    await page.received(3);
    expect(page.messages()).toEqual(['a rejection', 'a text', 'an error']);
    const error = page.events().find(({ exception }) => exception?.values[0]?.type === 'TypeError');
    expect(error?.exception?.values[0]).toMatchObject({ mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false } });
    expect(error?.exception?.values[0]?.stacktrace?.frames).toEqual([expect.objectContaining({ function: 'breakDown', filename: `${page.url}app.js`, lineno: expect.any(Number), colno: expect.any(Number), in_app: true })]);
  });

  it('says of nothing that is thrown or rejected what it says in Chromium', async () => {
    const source = { script: `${start} setTimeout(() => { throw null; }); setTimeout(() => { throw undefined; }, 10); setTimeout(() => Promise.reject(null), 20); setTimeout(() => Promise.reject(), 30);` };
    const [page, visit] = [await lab.publish(source), await lab.visit(source)];
    await firefox.open(page.url);
    const [onError, onRejection] = ['onerror', 'onunhandledrejection'].map((name) => `auto.browser.global_handlers.${name}`);
    const all = ['null', 'undefined'].flatMap((value) => [onError, onRejection].map((type) => expect.objectContaining({ type: 'Error', value: `Thrown value: ${value}`, mechanism: expect.objectContaining({ type }) })));
    for (const { received } of [page, visit]) expect((await received(4)).flatMap(({ exception }) => exception?.values)).toEqual(expect.arrayContaining(all));
  });

  it('tells in full what scripts of other origins throw in timers and listeners', async () => {
    const page = await lab.publish({
      script: `${start} const script = document.createElement('script'); script.src = ELSEWHERE + 'third.js'; document.body.append(script);`,
      files: { 'third.js': `setTimeout(() => { throw new Error('in a timer'); }); addEventListener('ring', () => { throw new Error('in a listener'); }); dispatchEvent(new Event('ring'));` },
    });
    await firefox.open(page.url);
    await page.received(2);
    expect(page.messages()).toEqual(['in a listener', 'in a timer']);
  });

  it('tells in full, without a place in our file, what passes through it when it comes from another origin', async () => {
    const page = await lab.publish({
      script: `const script = document.createElement('script'); script.src = ELSEWHERE + 'sdk.js'; document.body.append(script);
        script.onload = () => { setTimeout(() => { throw 'a text'; }); setTimeout(() => { throw 7; }); setTimeout(() => { throw new Error('an error'); }); };`,
      files: { 'sdk.js': start },
    });
    await firefox.open(page.url);
    const events = await page.received(3);
    expect(page.messages()).toEqual(['a text', 'an error', 'Thrown value: 7']);
    expect(events.flatMap(({ exception }) => exception?.values[0]?.stacktrace?.frames ?? []).map(({ filename }) => filename)).toEqual([`${page.url}app.js`]);
  });

  it('counts what it hides, as Chromium does, though it names the file', async () => {
    const page = await lab.publish({
      script: `${start} const script = document.createElement('script'); script.src = ELSEWHERE + 'third.js'; document.body.append(script);`,
      files: { 'third.js': `throw 'at once';` },
    });
    const tab = await firefox.open(page.url);
    await expect.poll(() => tab.evaluate('JSON.stringify(stats())')).toContain('"ignored":1');
    expect(page.events()).toEqual([]);
  });

  it('keeps what was captured in the last moment of a page', async () => {
    const page = await lab.publish({ script: `${start} addEventListener('pagehide', () => captureException(new Error('in the last moment')));` });
    const tab = await firefox.open(page.url);
    await tab.evaluate("captureException(new Error('just before'))");
    await tab.goTo('about:blank');
    await page.received(2);
    expect(page.messages()).toEqual(['in the last moment', 'just before']);
  });

  it('loses none of two hundred errors in the last moment of a page that is replaced at once, and sends each once', async () => {
    const page = await lab.publish({ script: start.replace("release: 'shop@1'", 'flood: false') });
    const tab = await firefox.open(page.url);
    const names = Array.from({ length: 200 }, (_, index) => `error ${index}`);
    await tab.evaluate(`void setTimeout(() => { for (const name of ${JSON.stringify(names)}) captureException(new Error(name)); location.href = '?other'; })`);
    await page.received(200);
    expect(page.messages()).toEqual([...names].sort((one, other) => one.localeCompare(other)));
  });

  // Another path would begin another trace.
  it('remembers what came before, and hands the trace on', async () => {
    const page = await lab.publish({ script: `${start} console.warn('low'); fetch('data.json').then(() => { history.pushState(null, '', '?basket'); captureException(new Error('here')); });`, files: { 'data.json': '{}' } });
    await firefox.open(page.url);
    const [event] = await page.received(1);
    expect(event?.breadcrumbs?.values.map(({ category }) => category)).toEqual(['console', 'fetch', 'navigation']);
    const asked = lab.site().requests.find(({ path }) => page.url.endsWith(path.replace('data.json', '')) && path.endsWith('data.json'));
    expect(asked?.headers['sentry-trace']).toContain(event?.contexts?.['trace']?.['trace_id']);
  });

  it('is as it was after close', async () => {
    const page = await lab.publish({
      script: `const methods = () => [setTimeout, fetch, console.log, History.prototype.pushState, XMLHttpRequest.prototype.send, EventTarget.prototype.addEventListener]; const before = methods(); ${start}
        window.done = () => close().then(() => methods().every((method, index) => method === before[index]));`,
    });
    const tab = await firefox.open(page.url);
    expect(await tab.evaluate('done()')).toBe(true);
  });
});
