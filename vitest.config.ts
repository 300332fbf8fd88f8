import { defineConfig } from 'vitest/config';

/** Source-first: workspace imports resolve to `src` through our own export condition. */
const sources = { resolve: { conditions: ['@tocsin/source'] }, ssr: { resolve: { conditions: ['@tocsin/source', 'node', 'import', 'default'] } } };

export default defineConfig({
  test: {
    projects: [
      {
        ...sources,
        test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'test/kit/**/*.test.ts', 'test/vectors/**/*.test.ts'], environment: 'node' },
      },
    ],
  },
});
