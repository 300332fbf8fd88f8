import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { constantsOf } from '../../scripts/limits/constants.mjs';
import { limitsPage } from '../../scripts/limits/page.mjs';
import { root } from './root';

describe('docs/limits.md', () => {
  it('is what the code says now; else run npm run limits', () => {
    expect(readFileSync(join(root, 'docs/limits.md'), 'utf8')).toBe(limitsPage());
  });

  it('names what bounds memory, and the flood figures', () => {
    const page = limitsPage();
    for (const line of ['| `flood.burst` | 30 | ≥ 1, ≤ 1,000 |', '| `maxBreadcrumbs` | 100 | ≥ 0 |', '| `transportOptions.bufferSize` | 2,500 |']) expect(page).toContain(line);
    expect(constantsOf('core').length).toBeGreaterThan(30);
    expect(constantsOf('core').find(({ file, name }) => file.endsWith('transport/lanes.ts') && name === 'MAX_BYTES')).toMatchObject({ value: 10_000_000 });
  });
});
