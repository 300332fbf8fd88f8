import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from './root';

/** What a platform brings and core must not even be able to name, each used as it would be. */
const platformOnly: Readonly<Record<string, string>> = {
  process: 'process.exit();',
  window: 'window.onerror;',
  document: 'document.title;',
  navigator: 'navigator.onLine;',
  localStorage: 'localStorage.length;',
  setTimeout: 'setTimeout(() => {}, 1);',
  setInterval: 'setInterval(() => {}, 1);',
  queueMicrotask: 'queueMicrotask(() => {});',
  console: "console.log('x');",
  fetch: "fetch('http://127.0.0.1/');",
  URL: "new URL('http://127.0.0.1/');",
  Buffer: "Buffer.from('x');",
  crypto: 'crypto.randomUUID();',
  performance: 'performance.now();',
  AbortController: 'new AbortController();',
  AsyncLocalStorage: 'new AsyncLocalStorage();',
  require: "require('node:fs');",
  'globalThis.process': 'globalThis.process.exit();',
  'a node: import': "import('node:fs');",
  "Node's types": 'export type Timer = NodeJS.Timeout;',
  "the DOM's types": 'export type Where = Location;',
};

/** Files of the compiler and of packages, parsed once: the same in every compilation. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Compiles one file that exists only here, with the settings of a package. Answers the errors. */
const errorsIn = (name: string, text: string): readonly string[] => {
  const folder = join(root, 'packages', name);
  const { options, fileNames } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, folder);
  const file = join(folder, 'src', 'planted.ts');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, language) => {
    if (path === file) return ts.createSourceFile(path, `${text}\nexport {};`, language);
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, language));
    return parsed.get(path);
  };
  const globals = fileNames.filter((path) => path.endsWith('.d.ts'));
  const program = ts.createProgram([file, ...globals], options, host);
  return ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
};

describe('core cannot name what a platform brings', () => {
  it.each(Object.entries(platformOnly))('%s', (_name, text) => {
    expect(errorsIn('core', text)).toEqual([expect.stringMatching(/^Cannot find (name|namespace|module)|^Element implicitly has an 'any' type because type 'typeof globalThis'/)]);
  });

  it('but what the language brings', () => {
    expect(errorsIn('core', "export const text: string = JSON.stringify(new Map([[1, [2].at(-1)]]), null, 2);\nexport const bytes = new TextEncoder().encode('x');")).toEqual([]);
  });
});

describe("node has Node's names and not the browser's", () => {
  it('process compiles', () => {
    expect(errorsIn('node', "import { hostname } from 'node:os';\nprocess.exitCode = hostname().length;")).toEqual([]);
  });

  it('window does not', () => {
    expect(errorsIn('node', 'window.onerror;')).toEqual([expect.stringContaining("Cannot find name 'window'")]);
  });
});
