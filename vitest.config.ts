import { availableParallelism, tmpdir } from 'node:os';
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

/** Files at a time: one processor is for what their tests start, browsers, compilers and package managers. */
const leavingOne = { maxWorkers: Math.max(1, availableParallelism() - 1), sequence: { groupOrder: 0 } };
/** Files at a time: two also where there are no more processors, for these wait much of their time. */
const atLeastTwo = { maxWorkers: Math.max(2, availableParallelism() - 1), sequence: { groupOrder: 1 } };

/** One group of tests. `timeout`: of a test, milliseconds. */
const project = (name: string, include: readonly string[], { timeout, workers }: { readonly timeout: number; readonly workers: typeof leavingOne }): TestProjectInlineConfiguration => ({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { name, include: [...include], environment: 'node', env, testTimeout: timeout, hookTimeout: timeout, ...workers, expect: { poll: { timeout: PATIENCE } } },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['packages/*/src/**/*.test.ts', 'test/{kit,vectors,runtimes}/**/*.test.ts'], { timeout: 30_000, workers: atLeastTwo }),
      // The rules about the code, each proved to fire on a planted file, and the commands themselves.
      project('fences', ['test/{fences,commands}/**/*.test.ts'], { timeout: 60_000, workers: leavingOne }),
      // These need the build: real processes load what npm users would load.
      project('e2e', ['test/e2e/**/*.test.ts'], { timeout: 60_000, workers: atLeastTwo }),
      // Real pages in a real browser, with what npm users would bundle.
      project('browser', ['test/browser/**/*.test.ts'], { timeout: 60_000, workers: leavingOne }),
      project('packages', ['test/packages/**/*.test.ts'], { timeout: 180_000, workers: leavingOne }),
    ],
  },
});
