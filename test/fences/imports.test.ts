import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPlants, ground, innocents } from './import-plants';
import { root } from './root';
import { copyTree, type Tree } from './tree';

/** The part of dependency-cruiser's report that we read. */
interface Report {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[] };
}

/** Runs dependency-cruiser in a tree, as the gate does. */
const cruise = (folder: string): Promise<Report> =>
  new Promise((resolve, reject) => {
    const settings = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(join(root, 'node_modules/.bin/depcruise'), ['packages', 'examples', 'test', '--output-type', 'json'], settings, (error, stdout, stderr) => {
      // Violations make it exit with their number; only a report that is none is an accident.
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout));
      else reject(new Error(`dependency-cruiser gave no report: ${stderr}`, { cause: error }));
    });
  });

const rulesBrokenBy = ({ summary }: Report, file: string): readonly string[] => [...new Set(summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name))];

describe('the import rules', () => {
  const tree: Tree = copyTree();
  let clean: Report;
  let planted: Report;

  beforeAll(async () => {
    tree.plant({ 'examples/.keep': '' });
    clean = await cruise(tree.folder);
    tree.plant(ground);
    tree.plant(innocents);
    tree.plant(Object.fromEntries(importPlants.map(({ file, text }) => [file, text])));
    planted = await cruise(tree.folder);
  });
  afterAll(() => tree.remove());

  it('pass the tree as it is, and see it', () => {
    const core = clean.modules.filter(({ source }) => source.startsWith('packages/core/src/'));
    console.log(`imports: ${clean.modules.length} modules cruised, ${core.length} of them core's`);
    expect(core.length).toBeGreaterThan(20);
    expect(clean.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });

  it.each(importPlants)('$rule fires on $file, alone', ({ rule, file }) => {
    expect(rulesBrokenBy(planted, file)).toEqual([rule]);
  });

  it.each(Object.keys(innocents))('none fires on %s', (file) => {
    expect(planted.modules.map(({ source }) => source)).toContain(file);
    expect(rulesBrokenBy(planted, file)).toEqual([]);
  });

  it('have a planted file each', () => {
    const cwd = process.cwd();
    process.chdir(tree.folder); // The rules are made for the packages of the current directory.
    try {
      const { forbidden }: { readonly forbidden: readonly { readonly name: string }[] } = createRequire(join(tree.folder, 'package.json'))(join(tree.folder, '.dependency-cruiser.cjs'));
      expect(new Set(importPlants.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
    } finally {
      process.chdir(cwd);
    }
  });
});
