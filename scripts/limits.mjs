// Writes docs/limits.md from the options and constants in the code. `npm run limits`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitsPage } from './limits/page.mjs';
import { root } from './limits/source.mjs';

writeFileSync(join(root, 'docs/limits.md'), limitsPage());
