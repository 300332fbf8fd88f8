import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

const fileOf = (name: string): string => readFileSync(fileURLToPath(new URL(`../../packages/browser/${name}`, import.meta.url)), 'utf8');

const loader = fileOf('loader.js');
const sdk = fileOf('dist/cdn/tocsin.min.js');
const seals: Readonly<Record<string, string>> = JSON.parse(fileOf('dist/cdn/integrity.json'));
const seal = seals['tocsin.min.js'] ?? '';

const script = (body: string): { readonly body: string; readonly headers: Readonly<Record<string, string>> } => ({ body, headers: {} });

const failing = `
  throw1 = () => { throw new TypeError('before it came'); };
  Promise.reject(new RangeError('rejected before'));
  setTimeout(throw1);`;

const page = (head: string): string => `<!doctype html><html><head><title>No bundler</title><link rel="icon" href="data:,">${head}</head><body></body></html>`;

/** What Chromium's tracing tells of one thing that happened. */
interface TraceEvent {
  readonly name: string;
  /** Its thread. */
  readonly tid: number;
  /** When, microseconds. */
  readonly ts: number;
}

describe.skipIf(withoutBrowser)('a page without a bundler', () => {
  const lab = useLab();

  it('loses nothing that fails before the SDK has come, each reported once', async () => {
    const { received, messages, events, url } = await lab.visit({
      script: '',
      html: page(`<script>${loader}</script><script src="start.js"></script><script>${failing}</script>`),
      files: { 'start.js': `tocsinLoad(HERE + 'tocsin.min.js', '${seal}', { dsn: DSN, release: 'plain@1' });`, 'tocsin.min.js': script(sdk) },
    });
    await received(2);
    expect(messages()).toEqual(['before it came', 'rejected before']);
    const early = events().find(({ exception }) => exception?.values[0]?.type === 'TypeError');
    expect(early).toMatchObject({ release: 'plain@1', exception: { values: [{ mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false }, stacktrace: { frames: [{ function: 'throw1', filename: url }] } }] } });
  });

  it('may be loaded whenever the page likes, by a listener or a module', async () => {
    const { received, messages } = await lab.visit({
      script: '',
      html: page(`<script>${loader}</script><script>${failing}</script><script type="module" src="start.js"></script>`),
      files: { 'start.js': `tocsinLoad(HERE + 'tocsin.min.js', '${seal}', { dsn: DSN });`, 'tocsin.min.js': script(sdk) },
    });
    await received(2);
    expect(messages()).toEqual(['before it came', 'rejected before']);
  });

  // A count, so that it is the same on a busy machine; what it saves is measured by test/bench/page-start.mjs.
  it('has the file compiled before it runs, not function by function on the thread of the page', async () => {
    await lab.browser().startTracing(undefined, { categories: ['blink.user_timing', 'v8', 'disabled-by-default-v8.compile'] });
    const marked = "performance.mark('begin'); Tocsin.init({ dsn: DSN }); performance.mark('end');";
    await lab.visit({ script: '', html: page('<script src="tocsin.min.js"></script><script src="start.js"></script>'), files: { 'start.js': marked, 'tocsin.min.js': script(sdk) } });
    const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(String(await lab.browser().stopTracing()));
    const marks = traceEvents.filter(({ name }) => ['begin', 'end'].includes(name));
    expect(marks).toHaveLength(2);
    const [begin, end] = marks.map(({ ts }) => ts);
    const compiled = traceEvents.filter(({ name, tid, ts }) => /compile/i.test(name) && tid === marks[0]?.tid && ts > Number(begin) && ts < Number(end));
    expect(compiled.map(({ name }) => name)).toEqual([]);
  });

  it('may be one with a bundler as well: the loader is there to be imported, first of all', async () => {
    const { received, messages } = await lab.visit({
      script: `import '@tocsin/browser/loader.js';
        import { captureEarlyErrors, init } from '@tocsin/browser';
        Promise.reject(new Error('early'));
        setTimeout(() => { init({ dsn: DSN }); captureEarlyErrors(); }, 300);`,
    });
    await received(1);
    expect(messages()).toEqual(['early']);
  });

  it('goes on as any other page then', async () => {
    const { received, messages, page: opened } = await lab.visit({
      script: '',
      html: page(`<script>${loader}</script><script src="start.js"></script>`),
      files: { 'start.js': `tocsinLoad(HERE + 'tocsin.min.js', '${seal}', { dsn: DSN });`, 'tocsin.min.js': script(sdk) },
    });
    await opened.waitForFunction('window.Tocsin?.getClient()');
    await opened.evaluate("setTimeout(() => { throw new Error('later'); }); Tocsin.captureException(new Error('caught'));");
    await received(2);
    expect(messages()).toEqual(['caught', 'later']);
    expect(await opened.evaluate('tocsinEarly.length')).toBe(0);
  });

  it('does not run what was changed on the way, and keeps no more than a hundred errors', async () => {
    const { page: opened, events } = await lab.visit({
      script: '',
      html: page(`<script>${loader}</script><script src="start.js"></script><script>for (let i = 0; i < 300; i++) setTimeout(() => { throw new Error('again'); });</script>`),
      files: { 'start.js': `tocsinLoad(HERE + 'tocsin.min.js', '${seal}', { dsn: DSN });`, 'tocsin.min.js': script(`${sdk};alert(1)`) },
    });
    await expect.poll(() => opened.evaluate('tocsinEarly.length')).toBe(100);
    expect(await opened.evaluate('typeof Tocsin')).toBe('undefined');
    expect(events()).toEqual([]);
  });

  it('may be a strict one: all scripts as files, no script made by a script', async () => {
    const server = new URL(lab.intake().dsn()).origin;
    const { received, messages, page: opened } = await lab.visit({
      script: '',
      headers: { 'content-security-policy': `default-src 'none'; script-src 'self'; connect-src ${server}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'` },
      html: page(`<script src="loader.js"></script><script src="fails.js"></script><script src="tocsin.min.js" integrity="${seal}" crossorigin defer></script><script src="start.js" defer></script>`),
      files: {
        'loader.js': script(`${loader};window.violations = []; document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));`),
        'fails.js': script(failing),
        'tocsin.min.js': script(sdk),
        'start.js': 'Tocsin.init({ dsn: DSN }); Tocsin.captureEarlyErrors();',
      },
    });
    await received(2);
    expect(messages()).toEqual(['before it came', 'rejected before']);
    expect(await opened.evaluate('violations')).toEqual([]);
  });
});

describe('the files for pages without a bundler', () => {
  it('are found by their names, by whatever copies or serves them', () => {
    const { resolve } = createRequire(import.meta.url);
    const found = ['loader.js', 'tocsin.min.js', 'integrity.json'].map((name) => readFileSync(resolve(`@tocsin/browser/${name}`), 'utf8'));
    expect(found).toEqual([loader, sdk, fileOf('dist/cdn/integrity.json')]);
  });

  it('tells devtools, in its map, to pass over all of it', () => {
    const { sources, ignoreList }: { readonly sources: readonly string[]; readonly ignoreList: readonly number[] } = JSON.parse(fileOf('dist/cdn/tocsin.min.js.map'));
    expect(sources.length).toBeGreaterThan(10);
    expect(ignoreList).toEqual([...sources.keys()]);
  });
});
