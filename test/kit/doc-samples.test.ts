import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// Each block of TypeScript in the pages below is compiled against the sources, and each of JavaScript
// may import only names that are there: what a reader copies has to work.

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', 'packages/core/README.md', 'packages/node/README.md', 'packages/express/README.md', 'packages/browser/README.md', 'packages/inbox/README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

/** Of JavaScript only the imports of our names count: frameworks without types stand in it. */
const ourImports = (text: string): string => (text.match(/^import .* from '@tocsin\/.*$/gm) ?? []).join('\n');

const samples = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```([tj]s)\n([^]*?)^```/gm)].map(([, kind, text = ''], index) => ({ name: `${page}, number ${index + 1}`, text: kind === 'ts' ? text : ourImports(text) })),
);

/** As a package of its own would be compiled; our names lead to the sources. */
const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.test.json'), ts.sys.readFile).config, ts.sys, root).options,
  noUnusedLocals: false,
  module: ts.ModuleKind.ESNext,
  paths: {
    '@tocsin/core': [join(root, 'packages/core/src/index.ts')],
    '@tocsin/core/*': [join(root, 'packages/core/src/*.ts')],
    '@tocsin/node/logs': [join(root, 'packages/node/src/logs.ts')],
    '@tocsin/*': [join(root, 'packages/*/src/index.ts')],
    express: [join(root, 'packages/express/node_modules/@types/express5/index.d.ts')],
  },
};

const errorsIn = (names: readonly string[], textOf: (name: string) => string | undefined): ReadonlyMap<string, readonly string[]> => {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => textOf(path) !== undefined || fileExists(path);
  host.getSourceFile = (path, language) => {
    const text = textOf(path);
    return text === undefined ? getSourceFile(path, language) : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram(names, options, host);
  const messages = (file: string) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  return new Map(names.map((name) => [name, messages(name)]));
};

describe('the samples in the pages', () => {
  const files = new Map(samples.map(({ text }, index) => [join(root, 'packages', `sample-${index}.ts`), `${text}\nexport {};\n`]));

  it('compile', { timeout: 60_000 }, () => {
    const errors = [...errorsIn([...files.keys()], (path) => files.get(path)).values()];
    expect(samples.length).toBeGreaterThan(2);
    expect(Object.fromEntries(samples.map(({ name }, index) => [name, errors[index]]).filter(([, found]) => found?.length))).toEqual({});
  });
});
