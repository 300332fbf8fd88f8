import { join } from 'node:path';
import { startIntake } from '@tocsin/kit/intake';
import { build } from 'tsup';
import { describe, expect, it } from 'vitest';
import { createAppFolder, patiently } from './app-folder';

// What runs in the worker thread of a death is sent there as text: whatever a bundler has made of it,
// it has to stand alone.

describe('an app in one file', () => {
  it.each([
    ['as it is', {}],
    ['minified', { minify: true }],
    ['minified, with names kept', { minify: true, keepNames: true }],
    ['for engines of 2015', { target: 'es2015' as const }],
    // With conditions of one's own, esbuild leaves out its own one for ES modules.
    ['for production', { esbuildOptions: (bundler: { conditions?: string[] }) => void (bundler.conditions = ['production']) }],
  ])('delivers its crash (%s)', async (_how, options) => {
    const folder = createAppFolder();
    const intake = await startIntake();
    try {
      folder.write('app.js', `import { init } from '@tocsin/node';\ninit(${patiently});\nsetTimeout(() => { throw new Error('boom'); }, 1);`);
      await build({ entry: { bundle: join(folder.path, 'app.js') }, outDir: folder.path, format: 'cjs', platform: 'node', noExternal: [/./], splitting: false, outExtension: () => ({ js: '.cjs' }), config: false, silent: true, ...options });
      expect(await folder.run('bundle.cjs', { node: process.execPath, monitored: false, env: { TOCSIN_DSN: intake.dsn() } })).toMatchObject({ code: 1, stderr: expect.stringContaining('Error: boom') });
      expect(intake.events()).toMatchObject([{ exception: { values: [{ value: 'boom' }] } }]);
    } finally {
      await intake.close();
      folder.remove();
    }
  });
});
