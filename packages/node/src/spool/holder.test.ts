import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { createHolder } from './holder';

const now = Date.now();
const holder = createHolder();
const [place = ''] = holder.tag.split('-');
const dead = spawnSync(process.execPath, ['-e', '']).pid;

it('is named by its place and its process', () => {
  expect(holder.tag).toMatch(/^[0-9a-f]{8}-\d+$/);
  expect(createHolder().tag).toBe(holder.tag);
});

it.each([
  ['a process that has ended', `${place}-${dead}`, now, true],
  ['a process that lives', `${place}-${process.ppid}`, now - 100_000, false],
  ['a process of somebody else', `${place}-1`, now, false],
  ['a process that has a number of old', `${place}-${process.ppid}`, now - 4_000_000, true],
  ['another thread of this process', holder.tag, now, false],
  ['an earlier process with this number', holder.tag, now - process.uptime() * 1000 - 1000, true],
  ['a holder elsewhere that shows itself', `elsewhere-${dead}`, now - 50_000, false],
  ['a holder elsewhere that does not', `elsewhere-${process.pid}`, now - 70_000, true],
] as const)('knows of %s whether it is gone', (_what, tag, touched, isGone) => {
  expect(holder.isGone(tag, touched, now)).toBe(isGone);
});
