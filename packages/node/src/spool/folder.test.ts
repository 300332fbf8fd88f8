import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFolder, usualRoots } from './folder';

const last = join(tmpdir(), `tocsin-spool-${process.getuid?.() ?? 'user'}`);

it.each([
  ['linux', { XDG_STATE_HOME: '/state' }, '/state/tocsin-spool'],
  ['linux', { XDG_STATE_HOME: 'not/absolute' }, join(homedir(), '.local', 'state', 'tocsin-spool')],
  ['freebsd', {}, join(homedir(), '.local', 'state', 'tocsin-spool')],
  ['darwin', { XDG_STATE_HOME: '/state' }, join(homedir(), 'Library', 'Application Support', 'tocsin-spool')],
  ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'tocsin-spool')],
  ['win32', {}, join(homedir(), 'AppData', 'Local', 'tocsin-spool')],
] as const)('on %s, with %o, the spool is %s, else among the temporary files, with the user in its name', (platform, env, root) => {
  expect(usualRoots(env, platform)).toEqual([root, last]);
});

it('makes folders in folders', () => {
  const base = mkdtempSync(join(tmpdir(), 'tocsin-folder-'));
  try {
    const root = join(base, 'a', 'b', 'c');
    expect(openFolder([root], () => 'mine', true)).toEqual({ path: join(root, 'mine') });
    expect(openFolder([root], () => 'mine', true)).toEqual({ path: join(root, 'mine') });
  } finally {
    rmSync(base, { recursive: true });
  }
});

// On a file system that knows the parent and says that there is none; Node would try for ever.
it.skipIf(process.platform !== 'linux')('goes on to the next where a folder cannot be made', () => {
  const base = mkdtempSync(join(tmpdir(), 'tocsin-folder-'));
  try {
    expect(openFolder(['/proc/tocsin/spool'], () => 'mine', true)).toEqual({ problem: 'ENOENT in /proc/tocsin/spool' });
    expect(openFolder(['/proc/tocsin/spool', base], () => 'mine', true)).toEqual({ path: join(base, 'mine') });
  } finally {
    rmSync(base, { recursive: true });
  }
});
