import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/**
 * Source-first: an import of one of our packages resolves to its `src` through our own export
 * condition, so that tests need no build. Naming conditions replaces Vite's own, hence the rest.
 */
const conditions = ['@tocsin/source', 'module', 'node', 'development|production'];

/** Clients of tests spool, too: not among the developer's own state. */
const env = { XDG_STATE_HOME: join(tmpdir(), `tocsin-tests-${process.pid}`) };

/** What is waited for is there, or never will be: it may take its time on a busy machine. Less than any test may take, milliseconds. */
const PATIENCE = 10_000;

/** One group of tests. Times are per test, in milliseconds. */
const project = (name: string, include: readonly string[], timeout: number): TestProjectInlineConfiguration => ({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { name, include: [...include], environment: 'node', env, testTimeout: timeout, hookTimeout: timeout, expect: { poll: { timeout: PATIENCE } } },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['packages/*/src/**/*.test.ts', 'test/{kit,vectors,runtimes}/**/*.test.ts'], 30_000),
      // The rules about the code, each proved to fire on a planted file, and the commands themselves.
      project('fences', ['test/{fences,commands}/**/*.test.ts'], 60_000),
      // These need the build: real processes load what npm users would load.
      project('e2e', ['test/e2e/**/*.test.ts'], 60_000),
      // Real pages in a real browser, with what npm users would bundle.
      project('browser', ['test/browser/**/*.test.ts'], 60_000),
      project('packages', ['test/packages/**/*.test.ts'], 180_000),
    ],
  },
});
