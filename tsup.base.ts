import { defineConfig, type Options } from 'tsup';

/**
 * What every package of ours is built with: ESM and CommonJS side by side, each with types and
 * source maps. `entry` names the package's doors, one file per line of its `exports`.
 */
export const packageBuild = (entry: Record<string, string>, more: Options = {}) =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    target: 'es2022',
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    treeshake: true,
    // tsup strips `node:` by default; Deno, workerd and `node:sqlite` need it.
    removeNodeProtocol: false,
    ...more,
  });
