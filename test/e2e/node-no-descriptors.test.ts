import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import type { Ended } from './app-folder';
import { useHarness } from './harness';

// A process that has opened all the files it may can start no thread for its last words, and Node says so only to a loop that is gone.

const harness = useHarness();

/** What a dying process waits for, milliseconds: more than all else takes. */
const PATIENCE = 10_000;

const ends = { 'process.exit()': 'process.exit(3);', 'a crash': 'throw new Error("boom");' };

describe.each(nodeBinaries())('on $name, out of descriptors', ({ name, path: node }) => {
  it.each(Object.entries(ends).map(([end, body], index) => ({ end, body, project: `${name}-${index}` })))('$end waits for nobody, and is as without us', async ({ body, project }) => {
    const app = `const { openSync } = require('node:fs');
    const { captureException } = require('#monitoring');
    setTimeout(() => {
      captureException(new Error('pending'));
      try { for (;;) openSync('/dev/null'); } catch {}
      ${body}
    }, 50);`;
    harness.folder.write(`${project}.cjs`, app);
    const run = (monitored: boolean): Promise<Ended> => {
      const conditions = monitored ? '--conditions=monitored ' : '';
      const env = { TOCSIN_DSN: harness.intake.dsn(project), INIT_OPTIONS: JSON.stringify({ shutdownTimeout: PATIENCE }) };
      return harness.folder.run(node, { node: '/bin/sh', monitored: false, args: ['-c', `ulimit -n 100; exec "$0" ${conditions}${project}.cjs`], env });
    };
    const { elapsed: _unmonitored, ...bare } = await run(false);
    const { elapsed, ...ended } = await run(true);
    expect(ended).toEqual(bare);
    expect(elapsed).toBeLessThan(PATIENCE);
  });
});
