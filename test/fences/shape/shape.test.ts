import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../root';
import { faultsOf, sourceFaults, testFaults } from './faults';
import { figuresOf } from './figures';
import { readPackages, sourceFile } from './source-file';

const files = readPackages(root);

/** The sources behind the commands that packages bring. */
const entries = readdirSync(join(root, 'packages')).flatMap((name) => {
  const manifest = join(root, 'packages', name, 'package.json');
  const { bin = {} }: { readonly bin?: Readonly<Record<string, string>> } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  return Object.values(bin).map((file) => `packages/${name}/${file.replace('./dist/', 'src/').replace(/\.js$/, '.ts')}`);
});

describe('the shape of our sources', () => {
  const figures = figuresOf(files);
  const { assertions, undocumented, tooLong, ...printed } = figures;
  console.log('shape', printed);

  it('breaks no rule of the house', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(faultsOf(files, { entries })).toEqual([]);
  });

  it('keeps files short', () => {
    expect(figures.file.median).toBeLessThanOrEqual(60);
    expect(figures.file.p90).toBeLessThanOrEqual(180);
    expect(figures.file.max).toBeLessThanOrEqual(300);
  });

  it('keeps functions short', () => {
    expect(figures.function.median).toBeLessThanOrEqual(9);
    expect(figures.function.p90).toBeLessThanOrEqual(30);
    expect(tooLong).toEqual([]);
  });

  it('asserts types at most three times in a thousand lines', () => {
    expect(assertions.length, assertions.join('\n')).toBeLessThanOrEqual(Math.max(10, (figures.lines / 1000) * 3));
  });

  it('documents what it exports', () => {
    expect(figures.documentedShare, undocumented.join('\n')).toBeGreaterThanOrEqual(0.9);
  });
});

/** One bad file for each rule. */
const planted: Readonly<Record<string, { readonly path?: string; readonly text: string } | undefined>> = {
  'no-any': { text: 'export const read = (value: any): string => value;' },
  'no-non-null-assertion': { text: 'export const first = (list: readonly string[]): string => list[0]!;' },
  'no-default-export': { text: 'export default function start(): void {}' },
  'no-enum': { text: 'export enum Colour { Red }' },
  'no-namespace': { text: 'export namespace Inner { export const x = 1; }' },
  'no-export-star': { text: "export * from './clock';" },
  'no-type-check-off': { text: '// @ts-ignore\nexport const x: string = 1;' },
  'no-top-level-effect': { text: "process.on('exit', () => {});" },
  'no-module-state': { text: 'const seen = new Set<string>();\nexport const has = (key: string): boolean => seen.has(key);' },
  'no-drawer': { path: 'packages/core/src/base/utils.ts', text: 'export const x = 1;' },
  'core-reads-no-clock-and-no-dice': { text: 'export const now = (): number => new Date().getTime();' },
  'no-module-mock': { path: 'packages/core/src/base/planted.test.ts', text: "vi.mock('./clock');" },
};

describe('each rule of the house fires', () => {
  it.each(Object.keys({ ...sourceFaults, ...testFaults }))('%s', (rule) => {
    const { path = 'packages/core/src/base/planted.ts', text } = planted[rule] ?? { text: '' };
    expect(faultsOf([sourceFile(path, text)], { entries: [] })).toEqual([expect.stringContaining(`${rule}: ${path}`)]);
  });

  it.each([
    ['a type-only default', "import type ts from 'typescript';\nexport const kind = (node: ts.Node): number => { switch (node.kind) { default: return 1; } };"],
    ['a constant table', 'const table = new Map([[1, 2]]);\nexport const read = (): number | undefined => table.get(1);'],
    ['a date of a given time', 'export const iso = (time: number): string => new Date(time).toISOString();'],
    ['a frozen word list', "export const words = ['a', 'b'] as const;"],
  ])('%s is none', (_name, text) => {
    expect(faultsOf([sourceFile('packages/core/src/base/planted.ts', text)], { entries: [] })).toEqual([]);
  });

  it('lets a command act when it is loaded', () => {
    const cli = sourceFile('packages/inbox/src/cli.ts', 'start();');
    expect(faultsOf([cli], { entries: [] })).toHaveLength(1);
    expect(faultsOf([cli], { entries })).toEqual([]);
  });
});

describe('the figures', () => {
  const long = sourceFile('packages/core/src/base/long.ts', `/** Doc. */\nexport const long = (): void => {\n${'  call();\n'.repeat(400)}};\nexport const bare = 1 as unknown as string;\n`);

  it('see a file and a function that are too long', () => {
    expect(figuresOf([long])).toMatchObject({ file: { max: 404 }, function: { max: 402 }, tooLong: ['packages/core/src/base/long.ts:2'] });
  });

  it('see assertions and missing doc comments', () => {
    expect(figuresOf([long])).toMatchObject({ assertions: { length: 2 }, documentedShare: 0.5 });
  });
});
