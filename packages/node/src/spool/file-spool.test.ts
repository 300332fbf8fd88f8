import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSpool } from '@tocsin/kit';
import { afterEach, beforeEach } from 'vitest';
import { fileSpool } from './file-spool';

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'tocsin-spool-')), 'spool');
});
afterEach(() => rmSync(join(root, '..'), { recursive: true }));

/** Processes that share the folder: numbers, some of which are dead. */
const processes = () => {
  const dead = new Set<string>();
  let count = 0;
  return {
    open: (more: Partial<Parameters<typeof fileSpool>[0]> = {}) => fileSpool({ roots: [root], maxBytes: 1e6, maxAge: 1e6, holder: { tag: `here-${++count}`, isGone: (tag) => dead.has(tag) }, ...more }),
    die() {
      for (let id = 1; id <= count; id++) dead.add(`here-${id}`);
    },
  };
};

describeSpool('A spool on disk', () => {
  const { open, die } = processes();
  return { open: (...given) => open()(...given), die, isSynchronous: true };
});
