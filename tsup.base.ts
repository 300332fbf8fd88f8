import { defineConfig, type Options } from 'tsup';

/**
 * What every package of ours is built with: ESM and CommonJS side by side, each with types.
 * `entry` names the package's doors, one file per line of its `exports`.
 */
export const packageBuild = (entry: Record<string, string>, more: Options = {}) =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    target: 'es2022',
    dts: true,
    // No maps: the ES modules that we publish keep every name, and maps are worth little without the
    // sources, which would double what an installation takes.
    sourcemap: false,
    clean: true,
    splitting: true,
    // esbuild shakes the tree by itself; a second pass by rollup doubles the time and saves no byte.
    treeshake: false,
    // tsup strips `node:` by default; Deno, workerd and `node:sqlite` need it.
    removeNodeProtocol: false,
    // Of files that only say in which order modules stand (`all.js`, `order.js`).
    esbuildOptions: (options) => void (options.logOverride = { 'ignored-bare-import': 'silent' }),
    ...more,
  });
