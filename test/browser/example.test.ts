import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { messagesOf, useLab } from './lab';

const folder = fileURLToPath(new URL('../../examples/browser/', import.meta.url));

describe.skipIf(withoutBrowser)('the example of a page', () => {
  const lab = useLab();

  it('reports what its buttons do, and shows the hash', async () => {
    const intake = lab.intake();
    const child = spawn(process.execPath, ['server.js'], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', PORT: '0', TOCSIN_DSN: intake.dsn('example') } });
    try {
      const [line] = await once(child.stdout, 'data');
      const [address = ''] = /http:\S+/.exec(String(line)) ?? [];
      const page = await (await lab.newContext()).newPage();
      const lines: string[] = [];
      page.on('console', (message) => lines.push(message.text()));
      await page.goto(address);
      for (const name of ['Buy a lamp', 'How many are left?', 'Order']) await page.getByRole('button', { name }).click();
      const shown = await page.locator('#hash').textContent();
      await expect.poll(() => intake.events('example').length).toBe(3);
      const events = intake.events('example');
      expect(messagesOf(events)).toEqual(["Cannot read properties of undefined (reading 'lamps')", 'The order cannot be taken', 'The stock is not known (404)']);
      expect(events).toEqual(expect.arrayContaining([expect.objectContaining({ release: 'lamp-page@1.0.0', user: { id: 'visitor-7' }, tags: { shelf: 'lamps', error_hash: shown?.replace('error ', '') } })]));
      await page.getByRole('button', { name: 'Tell us' }).click();
      await page.getByRole('dialog').waitFor();
      expect(lines.filter((text) => /policy|Trusted/i.test(text))).toEqual([]);
    } finally {
      child.kill();
    }
  });
});
