import { fileURLToPath } from 'node:url';

// What our code costs in a page: esbuild, minified, gzip −9, as in the figures of the peers that we
// compare ourselves with. In bytes. A ratchet: a limit may only go down, see
// docs/decisions/16-byte-budgets-as-a-ratchet.md for where it has to go.

const built = (/** @type {string} */ file) => fileURLToPath(new URL(`packages/${file}`, import.meta.url));
const core = (/** @type {string} */ door) => built(`core/dist/${door}.js`);
const browser = built('browser/dist/index.js');

const inAPage = {
  gzip: true,
  modifyEsbuildConfig: (/** @type {object} */ config) => ({ ...config, format: 'iife', target: 'es2022', logLevel: 'error' }),
};

export default [
  {
    ...inAPage,
    name: 'core: a client made by hand, no integrations, one captureException',
    path: core('platform'),
    import: { [core('platform')]: '{ createClient }', [core('index')]: '{ captureException }' },
    limit: '17988 B',
  },
  {
    ...inAPage,
    name: 'core: the codec of the error hash alone',
    path: core('index'),
    import: { [core('index')]: '{ eventIdFromHash, hashFromEventId }' },
    limit: '560 B',
  },
  {
    ...inAPage,
    name: 'browser: init with all defaults, one captureException',
    path: browser,
    import: { [browser]: '{ captureException, init }' },
    limit: '27726 B',
  },
  {
    ...inAPage,
    name: 'browser: the loader in the head of a page',
    path: built('browser/loader.js'),
    limit: '330 B',
  },
  {
    gzip: true,
    // As it is served: bundled once more, it would lose its first line and its exports.
    modifyEsbuildConfig: (/** @type {object} */ config) => ({ ...config, loader: { '.js': 'copy' }, logLevel: 'error' }),
    name: 'browser: the file for pages without a bundler, report dialog included',
    path: built('browser/dist/cdn/tocsin.min.js'),
    limit: '33500 B',
  },
];
