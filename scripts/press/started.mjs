// Finds out what a start runs, by running one: every declaration of ours is put into a file of its own, which is
// read when it is first needed; those that a start has read are what it runs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byDeclaration, declarationsIn } from './by-declaration.mjs';
import { telling } from './functions.mjs';
import { bundled, lazily } from './tools.mjs';

/** @typedef {import('./tools.mjs').Chunk} Chunk */

/**
 * A name that a door of the core exports: whether a start runs it, and whether it is a function.
 * @typedef {{ isStarted: boolean, isFunction: boolean }} Exported
 */

/**
 * What a start reads (declarations, as `core/src/file.ts?name`), what it calls (functions of each, see
 * `functions.mjs`), and what the doors of the core hold.
 * @typedef {{ read: ReadonlySet<string>, called: ReadonlyMap<string, ReadonlySet<number>>, core: Readonly<Record<string, ReadonlyMap<string, Exported>>> }} Started
 */

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** Doors of the core, by what they are imported as. @type {Readonly<Record<string, string>>} */
const core = { '@tocsin/core': 'index', '@tocsin/core/platform': 'platform', '@tocsin/core/http': 'http', '@tocsin/core/wire': 'wire' };

/** @type {Readonly<Record<string, string>>} */
const input = { monitoring: join(packages, 'node/src/index.ts'), ...Object.fromEntries(Object.values(core).map((door) => [door, join(packages, `core/src/${door}.ts`)])) };

/** The doors through which a start comes; whoever imports them reads objects in there. */
const doors = ['monitoring', 'index', 'platform'];

/** What other versions of Node run than the one that builds, and the fence around the reading of the rest. */
const elsewhere = [
  'core/src/base/fences.ts?attempt',
  'node/src/logs/watch-console.ts?byWrapping',
  'node/src/logs/watch-console.ts?byChannels',
  'node/src/hook-method.ts?HOOKS',
  'node/src/hook-method.ts?hookMethod',
  'node/src/hook-method.ts?layOver',
  'node/src/integrations/http-outgoing.ts?SIGNS',
  'node/src/integrations/http-outgoing.ts?isHttpLoaded',
  'node/src/integrations/http-outgoing.ts?onceHttpIsLoaded',
];

/** Functions that must not be called through another one, whose frame would stand in the stack of a message, or of what the app's function in there makes. */
const direct = ['captureException', 'captureMessage', 'captureEvent', 'withScope', 'withIsolationScope', 'withMonitor', 'continueTrace', 'masquerade', 'isolateRequest', 'inRequest', 'followed'];

const DSN = "dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1'";

/** What an app does at its start, from the least to what many do. */
const apps = [
  `node.init({ ${DSN} });`,
  `node.init({ ${DSN}, release: 'shop@1', environment: 'staging', sampleRate: 1, beforeSend: (event) => event, beforeBreadcrumb: (crumb) => crumb, ignoreErrors: ['a', /b/], initialScope: { tags: { a: 'b' } } });
  node.setTag('a', 'b');
  node.setTags({ a: 'b' });
  node.setUser({ id: '1' });
  node.setContext('a', { b: 'c' });
  node.setExtra('a', 'b');
  node.addEventProcessor((event) => event);
  node.addIntegration({ name: 'A', setup: (client) => client.getOptions() });
  for (const ask of ['getClient', 'getCurrentScope', 'getIsolationScope', 'getGlobalScope', 'isEnabled', 'isInitialized']) node[ask]();`,
];

/** Says which files were read and which functions were called, when the process ends: what it takes to end is a part of it. */
const PROGRAM = `
  const [app, ...wanted] = process.argv.slice(2);
  const called = {};
  globalThis.ran = (key, index) => (called[key] ??= new Set()).add(index);
  const all = ${JSON.stringify(doors)}.map((door) => require('./' + door + '.cjs'));
  for (const name of wanted) for (const door of all) door[name];
  new Function('node', app)(all[0]);
  process.on('exit', () => process.stdout.write(JSON.stringify({ files: Object.keys(require.cache), called: Object.entries(called).map(([key, indexes]) => [key, [...indexes]]) })));
`;

const OBJECTS = `
  const isObject = (value) => typeof value !== 'function' || String(value).startsWith('class');
  const names = ${JSON.stringify(doors)}.flatMap((door) => Object.entries(require('./' + door + '.cjs'))).flatMap(([name, value]) => (isObject(value) ? [name] : []));
  process.stdout.write(JSON.stringify(names));
`;

/** A folder with the program; the doors read each declaration when it is asked for. */
const laidOut = (/** @type {readonly Chunk[]} */ chunks) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-start-'));
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const { fileName, code, isEntry } of chunks) {
    const text = lazily(code);
    write(fileName, isEntry ? text.replace(/^exports\.(\w+) = (.*);$/gm, "Object.defineProperty(exports, '$1', { enumerable: true, get: () => $2 });") : text);
  }
  write('objects.cjs', OBJECTS);
  write('program.cjs', PROGRAM);
  // Of an app that lies in a repository, whose branch is packed.
  write('.git/HEAD', 'ref: refs/heads/main\n');
  write('.git/packed-refs', `${'0'.repeat(40)} refs/heads/main\n`);
  return folder;
};

/** Files that hold a declaration, and the functions that were called, of each app. @returns {readonly { files: readonly string[], called: readonly [key: string, indexes: readonly number[]][] }[]} */
const ranIn = (/** @type {string} */ folder) => {
  /** @returns {any} */
  const run = (/** @type {readonly string[]} */ ...args) => JSON.parse(execFileSync(process.execPath, [...args], { cwd: folder, env: {}, encoding: 'utf8' }));
  const objects = run('objects.cjs');
  return apps.map((app) => run('program.cjs', app, ...objects, ...direct));
};

/** @returns {Promise<Started>} */
export const findStarted = async () => {
  /** @type {string[]} */
  const declarations = [];
  const numberOf = (/** @type {string} */ id) => (declarations.includes(id) ? declarations.indexOf(id) : declarations.push(id) - 1);
  const chunkOf = (/** @type {string} */ id) => (id.includes('?') ? `d${numberOf(id)}_file` : Object.keys(input).find((door) => input[door] === id));
  const sources = Object.fromEntries(Object.entries(core).map(([name, door]) => [name, join(packages, `core/src/${door}.ts`)]));
  const chunks = await bundled({ input, plugin: byDeclaration(telling, sources), chunkOf });
  const folder = laidOut(chunks);
  try {
    const all = ranIn(folder);
    const numbers = new Set(all.flatMap(({ files }) => files).map((file) => Number(/d(\d+)\.cjs$/.exec(file)?.[1])));
    const keyOf = (/** @type {string} */ id) => id.slice(packages.length);
    const read = new Set([...elsewhere, ...declarations.filter((_id, index) => numbers.has(index)).map(keyOf)]);
    /** @returns {readonly (readonly [string, Exported])[]} */
    const exportedBy = (/** @type {string} */ door) =>
      [...(chunks.find(({ fileName }) => fileName === `${door}.cjs`)?.code.matchAll(/^exports\.(\w+) = d(\d+)_file\.(\w+);$/gm) ?? [])].map(([, name = '', number, inner = '']) => {
        const code = chunks.find(({ fileName }) => fileName === `d${number}.cjs`)?.code ?? '';
        return [name, { isStarted: read.has(keyOf(declarations[Number(number)] ?? '')), isFunction: declarationsIn(code).get(inner) === true }];
      });
    return {
      read,
      // What every start calls: that of the app which does the least.
      called: new Map((all[0]?.called ?? []).map(([id, indexes]) => [keyOf(id), new Set(indexes)])),
      core: Object.fromEntries(Object.entries(core).map(([name, door]) => [name, new Map(exportedBy(door))])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
