// Bundles a benchmark from the sources, as a user's bundler would, and runs it: `node test/bench/run.mjs gate`.
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// esbuild comes with tsup; nothing of ours depends on it by name.
const fromTsup = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'));
const { buildSync } = fromTsup('esbuild');

const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
try {
  const outfile = join(folder, 'bench.mjs');
  buildSync({ entryPoints: [join(import.meta.dirname, `${process.argv[2]}.bench.ts`)], outfile, bundle: true, format: 'esm', platform: 'node', conditions: ['@tocsin/source'], banner: { js: "import { createRequire as requireIn } from 'node:module'; const require = requireIn(import.meta.url);" } });
  process.exitCode = spawnSync(process.execPath, [outfile, ...process.argv.slice(3)], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
