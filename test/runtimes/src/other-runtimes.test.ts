import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nodeLikes, workerd } from './other-runtimes';

const onLinuxX64 = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!onLinuxX64)('the runtimes beside Node', () => {
  it('are Bun, Deno and workerd', () => {
    expect(nodeLikes().map(({ name }) => name)).toEqual(['node20', 'node22', 'node24', 'node26', 'bun', 'deno']);
    expect(workerd()).toMatch(/workerd$/);
  });

  it('run', () => {
    const versions = [...nodeLikes().slice(4), { path: workerd() ?? '' }].map(({ path }) => execFileSync(path, ['--version'], { encoding: 'utf8' }));
    expect(versions).toEqual([expect.stringMatching(/^1\.4\./), expect.stringMatching(/^deno 2\.9\./), expect.stringMatching(/^workerd /)]);
  });
});
