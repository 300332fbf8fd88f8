const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path').posix;

/**
 * The architecture, as three tables and the rules they generate. `test/fences` plants a bad file
 * for each rule and expects it to fire. Type-only imports count everywhere: a knot of types is
 * still a knot.
 */

/** Who may import which of our packages. What is not listed is forbidden, for a package without a row all of them. */
const mayImport = {
  core: [],
  node: ['core'],
  browser: ['core'],
  express: ['core', 'node'],
  nextjs: ['core', 'node', 'browser'],
  inbox: ['core'],
};

/** Through which of core's doors each package may come. */
const coreDoors = {
  node: ['index', 'platform', 'http'],
  browser: ['index', 'platform'],
  express: ['index', 'http'],
  nextjs: ['index', 'http'],
  inbox: ['wire'],
};

/** Folders of core, lowest first: a folder may import itself and the ones before it. */
const layers = ['base', 'event', 'scope', 'stages', 'envelope', 'transport', 'client', 'items', 'audit', 'http'];

/** Files directly under core's `src`: they stand above all layers. */
const doorsOfCore = ['index', 'platform', 'http', 'wire'];

const packages = readdirSync('packages').filter((name) => existsSync(`packages/${name}/package.json`));

/** The sources behind each package's `exports`, where they have some; nothing else may be entered from outside. */
const doors = packages.flatMap((name) =>
  Object.values(require(path.resolve('packages', name, 'package.json')).exports).flatMap(({ '@tocsin/source': source }) => (source ? [path.join('packages', name, source)] : [])),
);

const source = (name) => `^packages/${name}/src/`;
const anyOf = (names) => `(${names.join('|')})`;
const exactly = (file) => `^${file.replaceAll('.', '\\.')}$`;
const tests = '\\.test\\.[cm]?tsx?$';

/** Tests stand beside the sources and may reach further; they never ship. */
const sources = (folder) => ({ path: folder, pathNot: tests });

const rule = (name, { from = {}, to, comment }) => ({ name, severity: 'error', from, to, comment });

const packageRule = (name) => {
  const allowed = mayImport[name] ?? [];
  return rule(`${name}-imports-only-${allowed.join('-') || 'itself'}`, {
    comment: 'See mayImport in .dependency-cruiser.cjs.',
    from: sources(source(name)),
    to: { path: '^packages/', pathNot: `^packages/${anyOf([name, ...allowed])}/` },
  });
};

const coreDoorRule = (name) =>
  rule(`${name}-enters-core-by-${coreDoors[name].join('-')}`, {
    comment: 'See coreDoors in .dependency-cruiser.cjs.',
    from: sources(source(name)),
    to: { path: `${source('core')}${anyOf(doorsOfCore)}\\.ts$`, pathNot: `${source('core')}${anyOf(coreDoors[name])}\\.ts$` },
  });

const layerRule = (layer, height) =>
  rule(`${layer}-stays-below-${layers[height + 1] ?? 'the-doors'}`, {
    comment: `The folders of core, lowest first: ${layers.join(' · ')}, then its doors.`,
    from: sources(`${source('core')}${layer}/`),
    to: { path: `${source('core')}${anyOf([...layers.slice(height + 1).map((above) => `${above}/`), '[^/]+$'])}` },
  });

module.exports = {
  forbidden: [
    rule('no-cycles', { to: { circular: true } }),
    rule('not-unresolvable', { to: { couldNotResolve: true } }),
    rule('front-doors-only', {
      comment: 'A package is entered only by a file that its exports name.',
      from: sources('^packages/([^/]+)/'),
      to: { path: '^packages/', pathNot: ['^packages/$1/', ...doors.map(exactly)] },
    }),
    rule('published-names-only', {
      comment: "Examples, kit and end-to-end tests write what a user would: import { … } from '@tocsin/…'.",
      from: { path: '^(examples|test/(kit|e2e|browser))/' },
      to: { path: '^packages/', dependencyTypes: ['local'] },
    }),
    rule('sources-never-import-tests', { from: sources('^packages/[^/]+/src/'), to: { path: [tests, '^test/'] } }),
    rule('production-dependencies-only', {
      from: sources('^packages/(?!core/)[^/]+/src/'),
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    }),
    rule('no-node-built-ins', { from: sources(source(anyOf(['core', 'browser']))), to: { dependencyTypes: ['core'] } }),
    rule('core-has-no-dependencies', { from: sources(source('core')), to: { path: 'node_modules' } }),
    rule('core-has-only-layers-and-doors', {
      comment: 'A new folder of core needs its place in `layers`.',
      to: { path: source('core'), pathNot: [`${source('core')}${anyOf(layers)}/`, `${source('core')}${anyOf(doorsOfCore)}\\.ts$`, tests] },
    }),
    rule('what-is-loaded-later-imports-nothing-of-core', {
      comment: 'See packages/browser/src/dialog/core.ts: it is given what it needs.',
      from: sources('^packages/browser/src/dialog/'),
      to: { path: ['^packages/core/', '^packages/browser/src/(?!dialog/)'], dependencyTypesNot: ['type-only'] },
    }),
    ...packages.map(packageRule),
    ...packages.filter((name) => name in coreDoors).map(coreDoorRule),
    ...layers.map(layerRule),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|examples)/[^/]+/(dist|coverage)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@tocsin/source', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
