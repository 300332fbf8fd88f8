import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder, patiently } from './app-folder';
import type { TroubleServer } from './trouble-server';
import { startTroubleServer } from './trouble-server';

// Servers are often started by root, to listen at a low port, and give its rights up afterwards. Only root can.

const NOBODY = 65_534;

describe.skipIf(process.getuid?.() !== 0).each(nodeBinaries())('on $name, a process that changes its user', ({ path: node }) => {
  let folder: AppFolder;
  let server: TroubleServer;
  let temporary: string;
  beforeAll(async () => {
    folder = createAppFolder();
    folder.write('drop.cjs', `
      const { captureException, flush } = require('#monitoring');
      captureException(new Error('as root'));
      flush(10000).then(() => {
        process.setgid(${NOBODY});
        process.setuid(${NOBODY});
        captureException(new Error('as nobody'));
        process.exit();
      });`);
    server = await startTroubleServer();
    temporary = mkdtempSync(join(tmpdir(), 'tocsin-temporary-'));
    chmodSync(temporary, 0o1777);
  });
  afterAll(async () => {
    await server.close();
    folder.remove();
    rmSync(temporary, { recursive: true });
  });

  it('spools under the number of the new one: in the place of the old one it would keep that one out', async () => {
    // It may not enter this home any more.
    const ended = await folder.run('drop.cjs', { node, monitored: true, env: { TOCSIN_DSN: server.dsn, INIT_OPTIONS: patiently, TMPDIR: temporary } });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(server.arrivals).toHaveLength(2);
    expect(readdirSync(temporary)).toEqual([`tocsin-spool-${NOBODY}`]);
  });
});
