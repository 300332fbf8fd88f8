import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { transform } from '../../scripts/press/tools.mjs';

/** Styles stand in a text, which esbuild leaves as it is. */
const smallStyles = {
  name: 'small-styles',
  setup: (build: { onLoad: (options: object, load: (file: { path: string }) => object) => void }) =>
    build.onLoad({ filter: /dialog\/styles\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/(?<=STYLES = `)[^`]+/, (styles) => transform(styles, { loader: 'css', minify: true }).trim()),
      loader: 'ts',
    })),
};

/** One file for pages without a bundler: everything in it. */
export default defineConfig({
  entry: { tocsin: 'tocsin.js' },
  format: 'iife',
  outDir: 'dist/cdn',
  outExtension: () => ({ js: '.min.js' }),
  noExternal: [/./],
  target: 'es2022',
  minify: true,
  // Chromium compiles functions at first use, on the thread of the page; with this, where it reads the file. Firefox and Safari take it for a comment.
  // It has to be the first line. `docs/decisions/38-a-file-says-that-its-functions-are-called.md`
  banner: { js: '//# allFunctionsCalledOnLoad' },
  // For its list of what devtools are to ignore; the sources would be ten times as large as the file.
  sourcemap: true,
  esbuildPlugins: [smallStyles],
  esbuildOptions(options) {
    options.sourcesContent = false;
    options.logOverride = { 'ignored-bare-import': 'silent' }; // of `order.js`
  },
});
