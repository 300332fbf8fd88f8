import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { inTwos } from './in-twos.mjs';
import { pack, tarballOf } from './pack.mjs';
import { vitest } from './test.mjs';
import { binary, quietTool, root } from './tool.mjs';
import { workspaces } from './workspace.mjs';

/** @typedef {import('./totals.mjs').Totals} Totals */

/**
 * @typedef {object} Verdict What a gate found.
 * @property {boolean} ok
 * @property {string} [output] For whoever has to mend it; shown when not `ok`.
 * @property {string} [note] A few words, shown in any case.
 * @property {Totals} [totals] Of the tests in it. A gate without tests counts as one.
 *
 * @typedef {object} Gate
 * @property {string} name
 * @property {readonly string[]} [needs] Gates without whose success this one says nothing; they come earlier in the list.
 * @property {boolean} [talks] Writes on our own streams while it runs.
 * @property {() => Promise<Verdict>} run
 */

/**
 * A gate that is one run of one tool. A tool that finds nothing because it looks at nothing is no
 * success: `counted` reads from its output how many files it saw.
 *
 * @param {string} name
 * @param {{ readonly args?: readonly string[], readonly counted?: RegExp }} [options]
 * @returns {() => Promise<Verdict>}
 */
const tool = (name, { args = [], counted } = {}) => async () => {
  const { code, output } = await quietTool(binary(name), args);
  if (counted === undefined || code !== 0) return { ok: code === 0, output };
  const count = Number(counted.exec(output)?.[1] ?? 0);
  return { ok: count > 0, output, note: `${count} files` };
};

/** A gate that is one project of vitest.config.ts. @returns {() => Promise<Verdict>} */
const tests = (/** @type {string} */ project) => async () => {
  const { code, totals } = await vitest([project]);
  return { ok: code === 0, totals };
};

/** A gate that looks at the tarball of each public package. @returns {() => Promise<Verdict>} */
const eachTarball = (/** @type {(tarball: string) => readonly [string, readonly string[]]} */ command) => async () => {
  const names = workspaces().filter(({ published }) => published);
  const results = await inTwos(names, ({ name }) => {
    const [bin, args] = command(tarballOf(name));
    return quietTool(binary(bin), args);
  });
  return { ok: results.every(({ code }) => code === 0), output: results.filter(({ code }) => code !== 0).map(({ output }) => output).join('\n'), note: `${names.length} packages` };
};

/** The sources are compiled with no more than their platform has; then all tests and scripts. @returns {Promise<Verdict>} */
const types = async () => {
  const sources = workspaces().filter(({ scripts }) => 'types' in scripts).map(({ folder, scripts }) => ({ command: scripts.types ?? '', cwd: folder }));
  const rest = ['tsconfig.test.json', 'tsconfig.scripts.json'].map((project) => ({ command: `tsc -p ${project}`, cwd: root }));
  const results = await inTwos([...sources, ...rest], ({ command, cwd }) => quietTool(command, [], { cwd, shell: true }));
  return { ok: results.every(({ code }) => code === 0), output: results.map(({ output }) => output).join(''), note: `${results.length} projects` };
};

/** @returns {Promise<Verdict>} */
const size = async () => {
  const { code, output } = await quietTool(binary('size-limit'), ['--json']);
  const report = output.slice(output.indexOf('\n[') + 1, output.lastIndexOf(']') + 1);
  /** @type {readonly { readonly name: string, readonly size: number, readonly sizeLimit: number }[]} */
  const measured = report.startsWith('[') ? JSON.parse(report) : [];
  return { ok: code === 0 && measured.length > 0, output, note: measured.map((one) => `\n    ${one.name}: ${one.size} of ${one.sizeLimit} bytes`).join('') };
};

/** Files for pages, scripts and no modules, which `exports` name so that they are found: that they cannot be required harms nobody. */
const scripts = ['./loader.js', './tocsin.min.js'];

/** Everything that has to hold, in the order in which a mistake is cheapest to find. @type {readonly Gate[]} */
export const gates = [
  { name: 'types', run: types },
  { name: 'lint', run: tool('oxlint', { counted: /on (\d+) files/ }) },
  { name: 'imports', run: tool('depcruise', { args: ['packages', 'examples', 'test'].filter((folder) => existsSync(join(root, folder))), counted: /\((\d+) modules/ }) },
  { name: 'knip', run: tool('knip') },
  { name: 'unit', talks: true, run: tests('unit') },
  { name: 'fences', talks: true, run: tests('fences') },
  { name: 'build', run: async () => ({ ok: true, note: (await build()).join(', ') || 'up to date' }) },
  { name: 'pack', needs: ['build'], run: async () => ({ ok: true, note: (await pack()).join(', ') }) },
  { name: 'publint', needs: ['pack'], run: eachTarball((tarball) => ['publint', ['run', tarball, '--strict']]) },
  { name: 'attw', needs: ['pack'], run: eachTarball((tarball) => ['attw', ['--profile', 'node16', tarball, '--exclude-entrypoints', ...scripts]]) },
  { name: 'size', needs: ['build'], run: size },
  { name: 'packages', needs: ['pack'], talks: true, run: tests('packages') },
  { name: 'e2e', needs: ['build'], talks: true, run: tests('e2e') },
  { name: 'browser', needs: ['build'], talks: true, run: tests('browser') },
];
