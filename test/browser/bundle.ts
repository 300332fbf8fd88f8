import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

interface OutputFile {
  readonly path: string;
  readonly text: string;
}

interface Esbuild {
  readonly build: (options: object) => Promise<{ readonly outputFiles: readonly OutputFile[] }>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

// esbuild comes with tsup; nothing of ours depends on it by name.
const esbuild: Esbuild = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'))('esbuild');

/** Bundles an app's module as a user's bundler would, from the built packages: file name → text; the entry is `/app.js`. */
export const bundle = async (source: string): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'app.js' },
    entryNames: 'app',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    write: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
};

/** The same as one script that is no module, minified but for the names, by which tests know frames again. `define` says what free names stand for. */
export const bundleScript = async (source: string, define: Readonly<Record<string, string>>): Promise<string> => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'app.js' },
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', ...Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])) },
  });
  return outputFiles[0]?.text ?? '';
};
