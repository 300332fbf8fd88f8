import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inTwos } from './in-twos.mjs';
import { Failure } from './progress.mjs';
import { quietTool, root } from './tool.mjs';
import { contentHash, filesUnder, recall, remember, workspaces } from './workspace.mjs';

/** @typedef {import('./workspace.mjs').Workspace} Workspace */

/** Builds each package of ours whose `dist` is not what its present sources gave. Answers their names; throws when one does not build. */
export const build = async () => {
  const all = workspaces();
  const stale = all
    .filter(({ scripts }) => 'build' in scripts)
    .map((one) => ({ one, inputs: contentHash(inputsOf(one, all)) }))
    .filter(({ one, inputs }) => recall(noteOf(one)) !== `${inputs} ${outputOf(one)}`);
  const make = async (/** @type {typeof stale[number]} */ { one, inputs }) => {
    await buildOne(one);
    // What went in was read before: somebody may have gone on editing meanwhile.
    remember(noteOf(one), `${inputs} ${outputOf(one)}`);
    return one.name;
  };
  // Packages see each other's sources, but the file for pages without a bundler is made of core's dist: as it is when it is complete.
  const isFirst = (/** @type {typeof stale[number]} */ { one }) => one.name === '@tocsin/core';
  return [...(await inTwos(stale.filter(isFirst), make)), ...(await inTwos(stale.filter((each) => !isFirst(each)), make))];
};

const buildOne = async (/** @type {Workspace} */ { name, folder, scripts }) => {
  const { code, output } = await quietTool(scripts.build ?? '', [], { cwd: folder, shell: true });
  if (code !== 0) throw new Failure(`${output.trimEnd()}\n\n${name} does not build (exit code ${code}); what the bundler said stands above.`);
};

const noteOf = (/** @type {Workspace} */ { name }) => `built-${name.replace('/', '-')}`;

const sourcesOf = (/** @type {string} */ folder) => filesUnder(join(folder, 'src'), (file) => !file.includes('.test.'));

/** @returns {readonly string[]} */
const inputsOf = (/** @type {Workspace} */ { name: own, folder, dependencies }, /** @type {readonly Workspace[]} */ all) => [
  ...['tsup.base.ts', 'tsconfig.base.json', 'pnpm-lock.yaml'].map((file) => join(root, file)),
  // What says how to build, and what is built of that is no source.
  ...readdirSync(folder).filter((file) => /\.(?:js|json|ts)$/.test(file)).map((file) => join(folder, file)),
  ...filesUnder(join(root, 'scripts', 'press')),
  ...['press-dist.mjs', 'seal-cdn.mjs'].map((file) => join(root, 'scripts', file)),
  ...sourcesOf(folder),
  // What a start runs of the core is found out with that of Node.
  ...(own === '@tocsin/core' ? sourcesOf(join(root, 'packages/node')) : []),
  // Types of ours that stand in another package's types.
  ...all.filter(({ name, published }) => published && dependencies.includes(name)).flatMap((other) => inputsOf(other, all)),
];

/** Sizes and times rather than contents: they change as soon as anybody else has built. */
const outputOf = (/** @type {Workspace} */ { folder }) =>
  filesUnder(join(folder, 'dist'))
    .map((file) => `${file}:${statSync(file).size}:${statSync(file).mtimeMs}`)
    .join(' ');
