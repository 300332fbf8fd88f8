import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { usualRoots } from './folder';

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
