import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './root';
import { copyTree } from './tree';

/** The part of oxlint's report that we read. */
interface Report {
  readonly diagnostics: readonly { readonly code?: string; readonly message: string; readonly filename: string; readonly severity: string }[];
  readonly number_of_files: number;
}

const lint = (folder: string, paths: readonly string[]): Promise<Report> =>
  new Promise((resolve, reject) => {
    execFile(join(root, 'node_modules/.bin/oxlint'), ['--format=json', ...paths], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      // Faults make it exit with 1; only a report that is none is an accident.
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout));
      else reject(new Error(`oxlint gave no report: ${stdout}${stderr}`, { cause: error }));
    });
  });

const core = 'packages/core/src/base';

/** One bad file for each rule that we rely on, by the rule's name. */
const planted: Readonly<Record<string, { readonly file: string; readonly text: string }>> = {
  'typescript(no-floating-promises)': { file: `${core}/p-floating.ts`, text: 'const later = async (): Promise<void> => {};\nexport const run = (): void => {\n  later();\n};' },
  'typescript(no-misused-promises)': { file: `${core}/p-misused.ts`, text: 'export const run = (list: readonly number[]): void => {\n  list.forEach(async () => {});\n};' },
  'typescript(switch-exhaustiveness-check)': { file: `${core}/p-switch.ts`, text: "export const run = (kind: 'a' | 'b'): number => {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};" },
  'typescript(consistent-type-imports)': { file: `${core}/p-types.ts`, text: "import { Clock } from './clock';\nexport const run = (clock: Clock): Clock => clock;" },
  'typescript(consistent-type-definitions)': { file: `${core}/p-definitions.ts`, text: 'export type Shape = { readonly x: number };' },
  'typescript(no-explicit-any)': { file: `${core}/p-any.ts`, text: 'export const run = (value: any): string => String(value);' },
  'typescript(no-non-null-assertion)': { file: `${core}/p-non-null.ts`, text: 'export const run = (list: readonly string[]): string => list[0]!;' },
  'typescript(no-namespace)': { file: `${core}/p-namespace.ts`, text: 'export namespace Inner {\n  export const x = 1;\n}' },
  'typescript(ban-ts-comment)': { file: `${core}/p-comment.ts`, text: '// @ts-ignore\nexport const x: string = 1;' },
  'import(no-default-export)': { file: `${core}/p-default.ts`, text: 'const x = 1;\nexport default x;' },
  'eslint(no-empty)': { file: `${core}/p-empty.ts`, text: 'export const run = (work: () => void): void => {\n  try {\n    work();\n  } catch {}\n};' },
  'eslint(max-lines)': { file: `${core}/p-lines.ts`, text: Array.from({ length: 301 }, (_, index) => `export const x${index} = 1;`).join('\n') },
  'eslint(max-lines-per-function)': { file: `${core}/p-function.ts`, text: `export const run = (work: () => void): void => {\n${'  work();\n'.repeat(60)}};` },
  'eslint(max-params)': { file: `${core}/p-params.ts`, text: 'export const run = (a: number, b: number, c: number, d: number): number => a + b + c + d;' },
  'eslint(no-restricted-properties)': { file: `${core}/p-clock.ts`, text: 'export const run = (): number => Date.now();' },
  'unicorn(filename-case)': { file: `${core}/PascalCase.ts`, text: 'export const x = 1;' },
  'unicorn(prefer-node-protocol)': { file: 'packages/node/src/p-protocol.ts', text: "import { hostname } from 'os';\nexport const run = (): string => hostname();" },
  'vitest(no-restricted-vi-methods)': { file: `${core}/p-mock.test.ts`, text: "import { vi } from 'vitest';\nvi.mock('./clock');" },
  'vitest(no-focused-tests)': { file: `${core}/p-focused.test.ts`, text: "import { expect, it } from 'vitest';\nit.only('runs alone', () => {\n  expect(1).toBe(1);\n});" },
};

/** An exception that nothing needs any more is an error too; it has no rule's name. */
const stale = { file: `${core}/p-stale.ts`, text: '// oxlint-disable-next-line no-console -- stale\nexport const x = 1;' };

describe('the lint rules', () => {
  const tree = copyTree();
  let report: Report;

  beforeAll(async () => {
    tree.plant(Object.fromEntries([...Object.values(planted), stale].map(({ file, text }) => [file, `${text}\n`])));
    report = await lint(tree.folder, [...Object.values(planted), stale].map(({ file }) => file));
  });
  afterAll(() => tree.remove());

  it('see the planted files', () => {
    expect(report.number_of_files).toBe(Object.keys(planted).length + 1);
  });

  it.each(Object.entries(planted))('%s fires on its file, alone', (rule, { file }) => {
    const found = report.diagnostics.filter(({ filename }) => filename === file);
    expect([...new Set(found.map(({ code, message }) => code ?? message))]).toEqual([rule]);
    expect(found.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('refuse an exception that has become useless', () => {
    expect(report.diagnostics.filter(({ filename }) => filename === stale.file)).toEqual([expect.objectContaining({ severity: 'error', message: expect.stringMatching(/[Uu]nused.*disable/) })]);
  });
});
