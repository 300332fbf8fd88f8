import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addressSpace, fileLimit } from './file-limit';
import { widthOf, widthWithin } from './health';

const told = (text: string, read = fileLimit): number | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'file-limit-'));
  const path = join(folder, 'limits');
  writeFileSync(path, text);
  const limit = read(path);
  rmSync(folder, { recursive: true });
  return limit;
};

it('reads what the system says', () => {
  expect(told('Limit                     Soft Limit           Hard Limit           Units     \nMax processes             7                    7                    processes \nMax open files            64                   256                  files     \n')).toBe(64);
});

it.each([['nothing of it', 'Max processes 7 7 processes\n'], ['no number', 'Max open files            unlimited            unlimited            files\n'], ['nothing', '']])('knows none when it says %s', (_what, text) => {
  expect(told(text)).toBeUndefined();
});

it('knows none where there is no such file', () => {
  expect(fileLimit('/nowhere/at/all')).toBeUndefined();
});

it.skipIf(process.platform !== 'linux')('reads that of a real process', () => {
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -n 200; ulimit -v 1000000; cat /proc/self/limits'], { encoding: 'utf8' });
  expect(told(stdout)).toBe(200);
  expect(told(stdout, addressSpace)).toBe(1_024_000_000);
});

it.each([[undefined, 16, 64], [20_000, 16, 64], [256, 16, 64], [64, 16, 16], [40, 10, 10], [3, 1, 1]])('of %s files, %s requests are under way at first and %s at most', (limit, first, most) => {
  const health = { lastSendFailed: false, most: widthWithin(limit) };
  expect(widthOf(health)).toBe(first);
  expect(widthOf({ ...health, width: 64 })).toBe(most);
});
