import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeLikes } from '@tocsin/runtimes';
import { beforeAll, describe, expect, it } from 'vitest';
import { useHarness } from './harness';

// A page's code is often run on a server as well, where pages are rendered: there the browser's package must be of no harm.

const harness = useHarness();
const root = fileURLToPath(new URL('../../', import.meta.url));
beforeAll(() => {
  for (const [target, name] of [['packages/browser', '@tocsin/browser'], ['node_modules/react', 'react'], ['node_modules/react-dom', 'react-dom']] as const) symlinkSync(join(root, target), join(harness.folder.path, 'node_modules', name));
});

const LINE = '[tocsin] T1014: init() of @tocsin/browser does nothing here, because there is no page. On a server call init() of @tocsin/node.\n';

/** How an app gets at a package. */
const formats = [
  ['mjs', (name: string) => `await import('${name}')`],
  ['cjs', (name: string) => `require('${name}')`],
] as const;

/** All that an app might call while it renders. */
const EVERYTHING = `
const globals = Reflect.ownKeys(globalThis);
const listeners = process.eventNames().length;
const { warn } = console;
const client = tocsin.init({ dsn: process.env.TOCSIN_DSN, release: 'shop@1.0.0', integrations: [tocsin.contextLinesIntegration()] });
tocsin.addIntegration(tocsin.cspViolationsIntegration());
tocsin.addBreadcrumb({ message: 'rendering' });
tocsin.setTag('part', 'head');
tocsin.setUser({ id: '7' });
const consent = tocsin.createConsent();
consent.give();
consent.refuse();
tocsin.captureEarlyErrors();
tocsin.showReportDialog();
tocsin.startSession();
tocsin.logger.info('rendered');
const ids = [tocsin.captureException(new Error('mine')), tocsin.captureMessage('mine'), tocsin.captureFeedback({ message: 'good' })];
const answers = [tocsin.withScope((scope) => { scope.setTag('a', 'b'); return 'ran'; }), tocsin.withMonitor('job', () => 'ran'), await tocsin.masquerade({ actor: { id: '1' }, onBehalfOf: { id: '2' }, reason: 'r' }, () => 'ran')];
const ends = [await tocsin.flush(), await tocsin.close(), await client.flush(), await client.close()];
console.log(JSON.stringify({ ids, answers, ends, enabled: [client.isEnabled(), tocsin.isEnabled()], stats: client.stats(), trace: tocsin.getTraceData() }));
console.log(console.warn === warn, process.eventNames().length - listeners, Reflect.ownKeys(globalThis).filter((key) => !globals.includes(key)).map(String).filter((key) => !key.includes('tocsin.carriers')).join());
`;

describe.each(nodeLikes())('@tocsin/browser on $name', ({ name, path, args }) => {
  const run = (file: string, source: string, env: Readonly<Record<string, string>> = {}) => {
    harness.folder.write(`${name}-${file}`, source);
    return harness.folder.run(`${name}-${file}`, { node: path, monitored: false, args, env });
  };
  const NONE = '0'.repeat(32);

  describe.each(formats)('in a file of %s', (format, load) => {
    const app = (body: string) => `(async () => {\n${body}\n})();`;
    const file = (what: string) => `${what}.${format}`;

    it('is loaded without a word, and without a trace', async () => {
      // Deno has one of its own for CommonJS.
      const source = app(`const before = ['nodeBootstrap', ...Reflect.ownKeys(globalThis)]; ${load('@tocsin/browser')}; ${load('@tocsin/browser/react')}; console.log(Reflect.ownKeys(globalThis).filter((key) => !before.includes(key)));`);
      expect(await run(file('load'), source)).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' });
    });

    it('says one line, and does nothing', async () => {
      const ended = await run(file('all'), app(`const tocsin = ${load('@tocsin/browser')};${EVERYTHING}`), { TOCSIN_DSN: harness.intake.dsn(`${name}-${format}`) });
      expect(ended).toMatchObject({ code: 0, stderr: LINE });
      const [answers = '', traces] = ended.stdout.split('\n');
      expect(JSON.parse(answers)).toEqual({ ids: [NONE, NONE, NONE], answers: ['ran', 'ran', 'ran'], ends: [true, true, true, true], enabled: [false, false], stats: {}, trace: {} });
      expect(traces).toBe('true 0 ');
      expect(harness.intake.events(`${name}-${format}`)).toEqual([]);
    });

    it('says it once, whatever the options, and nothing where it is switched off', async () => {
      const source = app(`const { init } = ${load('@tocsin/browser')}; init({ enabled: false }); init(null); init(); init({ get enabled() { throw new Error('no'); } });`);
      expect(await run(file('off'), source)).toMatchObject({ code: 0, stdout: '', stderr: LINE });
    });

    it('leaves the client of the server alone, and captures through it', async () => {
      const dsn = harness.intake.dsn(`${name}-${format}-both`);
      const source = app(`
const server = ${load('@tocsin/node')};
const tocsin = ${load('@tocsin/browser')};
const started = server.init({ dsn: process.env.TOCSIN_DSN, spool: false });
tocsin.init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' });
tocsin.addIntegration(tocsin.breadcrumbsIntegration());
tocsin.createConsent().refuse();
tocsin.showReportDialog();
await tocsin.close();
const { log } = console;
tocsin.setTag('part', 'head');
tocsin.captureException(new Error('while rendering'));
log(server.getClient() === started, server.isEnabled(), await tocsin.flush());`);
      expect(await run(file('both'), source, { TOCSIN_DSN: dsn })).toMatchObject({ code: 0, stdout: 'true true true\n', stderr: '' });
      expect(harness.intake.events(`${name}-${format}-both`)).toMatchObject([{ platform: 'node', tags: { part: 'head' } }]);
    });

    it('is the real one where somebody has put a document, as tests of pages do', async () => {
      const source = app(`
const { init, getClient, captureException, flush, close } = ${load('@tocsin/browser')};
globalThis.document = { getElementsByTagName: () => ({ namedItem: () => null }) };
console.log(init({ dsn: process.env.TOCSIN_DSN, spool: false, defaultIntegrations: false }) === getClient(), captureException(new Error('mine')).length, await flush(), await close());`);
      expect(await run(file('document'), source, { TOCSIN_DSN: harness.intake.dsn(`${name}-${format}-document`) })).toMatchObject({ code: 0, stdout: 'true 32 true true\n', stderr: '' });
      expect(harness.intake.events(`${name}-${format}-document`)).toMatchObject([{ platform: 'javascript' }]);
    });

    it('renders what stands in an error boundary', async () => {
      const source = app(`
const { createElement: h } = ${load('react')};
const { renderToString } = ${load('react-dom/server')};
const { ErrorBoundary, ErrorHash, withErrorBoundary } = ${load('@tocsin/browser/react')};
const Inner = withErrorBoundary(() => h('b', null, 'inner'), { fallback: h('i') });
console.log(renderToString(h(ErrorBoundary, { fallback: h('i'), showDialog: true }, h('p', null, 'text'), h(Inner), h(ErrorHash))));
try { renderToString(h(ErrorBoundary, { fallback: h('i') }, h(() => { throw new Error('mine'); }))); } catch (error) { console.log(error.message); }`);
      expect(await run(file('react'), source)).toMatchObject({ code: 0, stdout: '<p>text</p><b>inner</b>\nmine\n', stderr: '' });
    });
  });
});
