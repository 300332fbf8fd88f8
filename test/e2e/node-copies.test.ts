import { startIntake } from '@tocsin/kit/intake';
import { describe, expect, it } from 'vitest';
import { createAppFolder } from './app-folder';

describe('a process that loads the packages twice', () => {
  it('has one client: what CommonJS captures reaches the client that ESM started, with the scopes of both', async () => {
    const folder = createAppFolder();
    const intake = await startIntake();
    try {
      folder.write(
        'copies.mjs',
        `import { captureException, close, init, withIsolationScope } from '@tocsin/node';
        import { createRequire } from 'node:module';
        const copy = createRequire(import.meta.url)('@tocsin/node');
        init();
        await withIsolationScope(async () => {
          copy.setTag('set', 'by CommonJS');
          await null;
          copy.captureException(new Error('through CommonJS'));
        });
        await close();
        const left = Object.getOwnPropertySymbols(globalThis).filter((symbol) => String(symbol).includes('tocsin'));
        console.log(JSON.stringify({ copies: copy.captureException !== captureException, left: left.map(String) }));`,
      );
      const { code, stdout, stderr } = await folder.run('copies.mjs', { node: process.execPath, monitored: false, env: { TOCSIN_DSN: intake.dsn() } });
      expect({ code, stderr, said: JSON.parse(stdout) }).toEqual({ code: 0, stderr: '', said: { copies: true, left: [] } });
      expect(intake.events()).toMatchObject([{ exception: { values: [{ value: 'through CommonJS' }] }, tags: { set: 'by CommonJS' } }]);
    } finally {
      await intake.close();
      folder.remove();
    }
  });
});
