import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nodeBinaries } from './node-binaries';

const onLinuxX64 = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!onLinuxX64)('nodeBinaries', () => {
  it('finds the four supported Node versions', () => {
    expect(nodeBinaries().map((binary) => binary.name)).toEqual(['node20', 'node22', 'node24', 'node26']);
  });

  it.each(nodeBinaries())('$name runs and is the version it is named after', ({ name, path }) => {
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' });
    expect(version).toMatch(new RegExp(`^v${name.replace('node', '')}\\.`));
  });
});
