import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startIntake } from '@tocsin/kit/intake';
import { describe, expect, it } from 'vitest';
import { createAppFolder } from './app-folder';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

describe('a process that loads the packages twice', () => {
  it('has one client: what one copy captures reaches the client that the other started, with the scopes of both', async () => {
    const folder = createAppFolder();
    // As a dependency of the app's brings them along.
    for (const name of ['core', 'node']) {
      for (const part of ['package.json', 'dist']) cpSync(join(packages, name, part), join(folder.path, 'node_modules/other/node_modules/@tocsin', name, part), { recursive: true });
    }
    folder.write('node_modules/other/index.cjs', "module.exports = require('@tocsin/node');\n");
    const intake = await startIntake();
    try {
      folder.write(
        'copies.mjs',
        `import { captureException, close, init, withIsolationScope } from '@tocsin/node';
        import { createRequire } from 'node:module';
        const copy = createRequire(import.meta.url)('other/index.cjs');
        init();
        await withIsolationScope(async () => {
          copy.setTag('set', 'by the other');
          await null;
          copy.captureException(new Error('through the other'));
        });
        await close();
        const left = Object.getOwnPropertySymbols(globalThis).filter((symbol) => String(symbol).includes('tocsin'));
        console.log(JSON.stringify({ copies: copy.captureException !== captureException, left: left.map(String) }));`,
      );
      const { code, stdout, stderr } = await folder.run('copies.mjs', { node: process.execPath, monitored: false, env: { TOCSIN_DSN: intake.dsn() } });
      expect({ code, stderr, said: JSON.parse(stdout) }).toEqual({ code: 0, stderr: '', said: { copies: true, left: [] } });
      expect(intake.events()).toMatchObject([{ exception: { values: [{ value: 'through the other' }] }, tags: { set: 'by the other' } }]);
    } finally {
      await intake.close();
      folder.remove();
    }
  });
});
