// Finds out what a start runs, by running one: every declaration of ours is put into a file of its own, which is
// read when it is first needed; those that a start has read are what it runs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byDeclaration } from './by-declaration.mjs';
import { telling } from './functions.mjs';
import { bundled } from './tools.mjs';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));
const sourceOf = (/** @type {string} */ path) => join(packages, path);

/** The doors through which a start comes. */
const doors = { node: sourceOf('node/src/index.ts'), core: sourceOf('core/src/index.ts'), platform: sourceOf('core/src/platform.ts') };

const others = { '@tocsin/core': doors.core, '@tocsin/core/platform': doors.platform, '@tocsin/core/http': sourceOf('core/src/http.ts'), '@tocsin/core/wire': sourceOf('core/src/wire.ts') };

/** What other versions of Node run than the one that builds. */
const elsewhere = [
  'node/src/logs/watch-console.ts?byWrapping',
  'node/src/logs/watch-console.ts?byChannels',
  'node/src/integrations/http-outgoing.ts?SIGNS',
  'node/src/integrations/http-outgoing.ts?isHttpLoaded',
  'node/src/integrations/http-outgoing.ts?onceHttpIsLoaded',
];

/** Functions that must not be called through another one, whose frame would stand in the stack of a message. */
const capturing = ['captureException', 'captureMessage', 'captureEvent'];

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

/** Says which files were read and which functions were called, when the process ends: what it takes to end is a part of it. Objects are read by whoever imports a door. */
const PROGRAM = `
  const [app, ...wanted] = process.argv.slice(2);
  const called = {};
  globalThis.ran = (key, index) => (called[key] ??= new Set()).add(index);
  const all = Object.fromEntries(${JSON.stringify(Object.keys(doors))}.map((door) => [door, require('./' + door + '.cjs')]));
  const { node } = all;
  for (const name of wanted) for (const door of Object.values(all)) door[name];
  new Function('node', app)(node);
  process.on('exit', () => process.stdout.write(JSON.stringify({ files: Object.keys(require.cache), called: Object.entries(called).map(([key, indexes]) => [key, [...indexes]]) })));
`;

const OBJECTS = `
  const isObject = (value) => typeof value !== 'function' || String(value).startsWith('class');
  const names = ${JSON.stringify(Object.keys(doors))}.flatMap((door) => Object.entries(require('./' + door + '.cjs'))).flatMap(([name, value]) => (isObject(value) ? [name] : []));
  process.stdout.write(JSON.stringify(names));
`;

/** What a start reads (declarations, as `core/src/file.ts?name`) and what it calls (functions of each, see `functions.mjs`). @typedef {{ read: ReadonlySet<string>, called: ReadonlyMap<string, ReadonlySet<number>> }} Started */

/** @returns {Promise<Started>} */
export const findStarted = async () => {
  /** @type {string[]} */
  const declarations = [];
  const numberOf = (/** @type {string} */ id) => (declarations.includes(id) ? declarations.indexOf(id) : declarations.push(id) - 1);
  const chunkOf = (/** @type {string} */ id) => (id.includes('?') ? `d${numberOf(id)}_file` : undefined);
  const chunks = await bundled({ input: doors, plugin: byDeclaration(telling, others), external: /^node:/, chunkOf });
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-start-'));
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  try {
    for (const { fileName, code, isEntry } of chunks) write(fileName, isEntry ? code.replace(/^exports\.(\w+) = (.*);$/gm, "Object.defineProperty(exports, '$1', { enumerable: true, get: () => $2 });") : code);
    write('objects.cjs', OBJECTS);
    write('program.cjs', PROGRAM);
    // Of an app that lies in a repository, whose branch is packed.
    write('.git/HEAD', 'ref: refs/heads/main\n');
    write('.git/packed-refs', `${'0'.repeat(40)} refs/heads/main\n`);
    /** @returns {unknown} */
    const run = (/** @type {readonly string[]} */ ...args) => JSON.parse(execFileSync(process.execPath, [...args], { cwd: folder, env: {}, encoding: 'utf8' }));
    const objects = /** @type {readonly string[]} */ (run('objects.cjs'));
    const all = apps.map((app) => /** @type {{ files: readonly string[], called: [string, number[]][] }} */ (run('program.cjs', app, ...objects, ...capturing)));
    const files = new Set(all.flatMap((one) => one.files).map((file) => /d(\d+)\.cjs$/.exec(file)?.[1]));
    const keyOf = (/** @type {string} */ id) => id.slice(packages.length);
    return {
      read: new Set([...elsewhere, ...declarations.filter((_id, index) => files.has(String(index))).map(keyOf)]),
      // What every start calls, that of the app which does the least.
      called: new Map((all[0]?.called ?? []).map(([id, indexes]) => [keyOf(id), new Set(indexes)])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
