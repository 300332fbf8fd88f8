/** A file that breaks one rule of `.dependency-cruiser.cjs`. */
export interface ImportPlant {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

const layers = ['base', 'event', 'scope', 'stages', 'envelope', 'transport', 'client', 'items', 'audit', 'http'] as const;

const manifest = (name: string): string => JSON.stringify({ name: `@tocsin/${name}`, exports: { '.': { '@tocsin/source': './src/index.ts' } } });

/** What the planted files lean on: a target in each folder, doors where there are none yet, and a package without a row in `mayImport`. */
export const ground: Readonly<Record<string, string>> = {
  ...Object.fromEntries(layers.map((layer) => [`packages/core/src/${layer}/target.ts`, 'export const target = 1;'])),
  'packages/core/src/misc/target.ts': 'export const target = 1;',
  'packages/node/src/private.ts': 'export const target = 1;',
  'packages/core/src/base/planted.test.ts': 'export const target = 1;',
  'packages/core/src/base/knot.ts': "import type { Cycle } from './cycle';\nexport type Knot = Cycle;",
  'packages/stranger/package.json': manifest('stranger'),
  'packages/stranger/src/index.ts': 'export const target = 1;',
};

/** Each layer against each one above it, and against core's doors. */
const layerPlants: readonly ImportPlant[] = layers.flatMap((layer, height) => {
  const rule = `${layer}-stays-below-${layers[height + 1] ?? 'the-doors'}`;
  return [
    ...layers.slice(height + 1).map((above) => ({ rule, file: `packages/core/src/${layer}/reaches-${above}.ts`, text: `import type { target } from '../${above}/target';` })),
    { rule, file: `packages/core/src/${layer}/reaches-a-door.ts`, text: "import '../index';" },
  ];
});

/** The bad files: each breaks one rule and no other. */
export const importPlants: readonly ImportPlant[] = [
  { rule: 'no-cycles', file: 'packages/core/src/base/cycle.ts', text: "import type { Knot } from './knot';\nexport type Cycle = Knot | 1;" },
  { rule: 'not-unresolvable', file: 'packages/core/src/base/unresolvable.ts', text: "import './nowhere';" },
  { rule: 'not-unresolvable', file: 'packages/core/src/base/undeclared.ts', text: "import 'hono';" },
  { rule: 'front-doors-only', file: 'packages/express/src/back-door.ts', text: "import '../../node/src/private';" },
  { rule: 'published-names-only', file: 'examples/planted/app.ts', text: "import '../../packages/node/src/index';" },
  { rule: 'published-names-only', file: 'test/e2e/planted.test.ts', text: "import '../../packages/core/src/wire';" },
  { rule: 'published-names-only', file: 'test/kit/src/planted.ts', text: "import '../../../packages/core/src/base/target';" },
  { rule: 'sources-never-import-tests', file: 'packages/core/src/base/imports-a-test.ts', text: "import './planted.test';" },
  { rule: 'sources-never-import-tests', file: 'packages/node/src/imports-the-kit.ts', text: "import '../../../test/kit/src/planted';" },
  { rule: 'production-dependencies-only', file: 'packages/node/src/imports-dev.ts', text: "import 'nock';" },
  { rule: 'no-node-built-ins', file: 'packages/core/src/base/built-in.ts', text: "import 'node:fs';" },
  { rule: 'core-has-no-dependencies', file: 'packages/core/src/base/dependency.ts', text: "import 'fast-check';" },
  { rule: 'core-has-only-layers-and-doors', file: 'packages/core/src/http/leaves-the-layers.ts', text: "import '../misc/target';" },
  { rule: 'core-imports-only-itself', file: 'packages/core/src/base/imports-node.ts', text: "import '../../../node/src/index';" },
  { rule: 'node-imports-only-core', file: 'packages/node/src/imports-express.ts', text: "import '../../express/src/index';" },
  { rule: 'node-enters-core-by-index-platform-http', file: 'packages/node/src/wrong-door.ts', text: "import '@tocsin/core/wire';" },
  { rule: 'browser-imports-only-core', file: 'packages/browser/src/imports-node.ts', text: "import '../../node/src/index';" },
  { rule: 'browser-enters-core-by-index-platform', file: 'packages/browser/src/wrong-door.ts', text: "import '@tocsin/core/http';" },
  { rule: 'no-node-built-ins', file: 'packages/browser/src/built-in.ts', text: "import 'node:path';" },
  { rule: 'what-is-loaded-later-imports-nothing-of-core', file: 'packages/browser/src/dialog/eager.ts', text: "import '@tocsin/core';" },
  { rule: 'published-names-only', file: 'test/browser/planted.test.ts', text: "import '../../packages/browser/src/index';" },
  { rule: 'express-imports-only-core-node', file: 'packages/express/src/imports-inbox.ts', text: "import '../../inbox/src/index';" },
  { rule: 'express-enters-core-by-index-http', file: 'packages/express/src/wrong-door.ts', text: "import '@tocsin/core/platform';" },
  { rule: 'inbox-imports-only-core', file: 'packages/inbox/src/imports-node.ts', text: "import '../../node/src/index';" },
  { rule: 'inbox-enters-core-by-wire', file: 'packages/inbox/src/wrong-door.ts', text: "import '@tocsin/core';" },
  { rule: 'stranger-imports-only-itself', file: 'packages/stranger/src/imports-core.ts', text: "import '../../core/src/index';" },
  ...layerPlants,
];

/** Files that look alike and are allowed. */
export const innocents: Readonly<Record<string, string>> = {
  'packages/core/src/client/looks-down.ts': "import '../base/target';\nimport '../transport/target';",
  'packages/core/src/http/beside.ts': "import './target';",
  'packages/core/src/base/reaches-up.test.ts': "import '../client/target';\nimport 'node:fs';\nimport 'fast-check';",
  'packages/node/src/right-doors.ts': "import 'node:fs';\nimport '@tocsin/core';\nimport '@tocsin/core/platform';",
  'packages/browser/src/right-doors.ts': "import '@tocsin/core';\nimport '@tocsin/core/platform';\nimport 'react';",
  'packages/express/src/right-doors.ts': "import '@tocsin/core/http';\nimport '@tocsin/node';",
  'packages/inbox/src/right-doors.ts': "import 'hono';\nimport '@tocsin/core/wire';",
};
