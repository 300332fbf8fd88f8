import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, describe, expect, it } from 'vitest';
import { createAppFolder } from './app-folder';

// Half of the package is read after the start, and what an app does in its first lines may make that impossible.

/** What does, and what makes the process whole again. */
const troubles: Readonly<Record<string, readonly [make: string, mend: string]>> = {
  'has opened all the files it may': ["const held = [];\ntry { for (;;) held.push(fs.openSync('/dev/null')); } catch {}", 'held.forEach((file) => fs.closeSync(file));'],
  'was removed': ["fs.rmSync(__dirname + '/node_modules', { recursive: true });", ''],
  // Only root can.
  ...(process.getuid?.() === 0 && { 'has given up the rights of root': ['process.setgid(65534);\nprocess.setuid(65534);', ''] }),
};

const APP = (make: string, mend: string): string => `
  const fs = require('node:fs');
  const tocsin = require('@tocsin/node');
  tocsin.init({ spool: false });
  ${make}
  const ran = [];
  const tried = (run) => { try { run(); } catch (error) { ran.push(String(error)); } };
  tried(() => tocsin.addBreadcrumb({ message: 'a crumb' }));
  tried(() => tocsin.captureException(new Error('an error')));
  tried(() => tocsin.captureException('a text'));
  tried(() => tocsin.captureMessage('a message'));
  tried(() => tocsin.withIsolationScope(() => ran.push('scope')));
  tried(() => tocsin.withMonitor('job', () => ran.push('job')));
  ${mend}
  tocsin.flush(10_000).then((flushed) => console.log(JSON.stringify({ ran, flushed, error: tocsin.stats().error })));`;

/** The two packages as an app would have them, for it to remove. */
const copyPackages = (): void => {
  for (const name of ['core', 'node']) {
    for (const part of ['package.json', 'dist']) cpSync(join(packages, name, part), join(folder.path, 'copy/node_modules/@tocsin', name, part), { recursive: true });
  }
};

const folder = createAppFolder();
afterAll(() => folder.remove());
const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

describe.each(nodeBinaries())('on $name, an app', ({ path }) => {
  it.each(Object.entries(troubles))('that %s right after the start loses nothing', async (_trouble, [make, mend]) => {
    copyPackages();
    folder.write('copy/app.cjs', APP(make, mend));
    const intake = await startIntake();
    try {
      const { code, stdout, stderr } = await folder.run(path, { node: '/bin/sh', monitored: false, args: ['-c', 'ulimit -n 100; exec "$0" copy/app.cjs'], env: { TOCSIN_DSN: intake.dsn() } });
      expect({ code, stderr, said: stdout && JSON.parse(stdout) }).toEqual({ code: 0, stderr: '', said: { ran: ['scope', 'job'], flushed: true, error: expect.objectContaining({ captured: 3, sent: 3 }) } });
      expect(intake.events().map(({ exception, message }) => exception?.values[0]?.value ?? message)).toEqual(['an error', 'a text', 'a message']);
      // The frames of a text are the app's alone.
      expect(intake.events()[1]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toMatch(/app\.cjs$/);
    } finally {
      await intake.close();
      rmSync(join(folder.path, 'copy'), { recursive: true, force: true });
    }
  });

  it.each(Object.entries(troubles))('without a DSN that %s right after the start hears of nothing', async (_trouble, [make, mend]) => {
    copyPackages();
    folder.write('copy/app.cjs', APP(make, mend));
    try {
      const { code, stdout, stderr } = await folder.run(path, { node: '/bin/sh', monitored: false, args: ['-c', 'ulimit -n 100; exec "$0" copy/app.cjs'], env: { TOCSIN_DSN: '' } });
      expect({ code, stderr, said: stdout && JSON.parse(stdout) }).toEqual({ code: 0, stderr: expect.stringMatching(/^\[tocsin] T1001: [^\n]*\n$/), said: { ran: ['scope', 'job'], flushed: true } });
    } finally {
      rmSync(join(folder.path, 'copy'), { recursive: true, force: true });
    }
  });

  it.each([0, 1, 2, 3, 4])('that has room for %i more files at the start captures as soon as there is more', async (free) => {
    const intake = await startIntake();
    folder.write(
      `room-${free}.cjs`,
      `const { closeSync, openSync } = require('node:fs');
      const { captureException, flush, init, stats } = require('@tocsin/node');
      const held = [];
      try { for (;;) held.push(openSync('/dev/null')); } catch {}
      for (const file of held.splice(0, ${free})) closeSync(file);
      init({ spool: false });
      try { captureException(new Error('too early, perhaps')); } catch {}
      setTimeout(() => {
        for (const file of held) closeSync(file);
        captureException(new Error('an error'));
        flush(10_000).then(() => console.log(stats().error.captured === stats().error.sent));
      }, 50);`,
    );
    const { code, stdout, stderr } = await folder.run(path, { node: '/bin/sh', monitored: false, args: ['-c', `ulimit -n 100; exec "$0" room-${free}.cjs`], env: { TOCSIN_DSN: intake.dsn() } });
    await intake.close();
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'true\n', stderr: '' });
    expect(intake.events().map(({ exception }) => exception?.values[0]?.value)).toContain('an error');
  });
});
