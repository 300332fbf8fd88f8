import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { useHarness } from './harness';

// What a process looks for may be there by name only: a pipe that nobody writes to, a device without end.

const app = useHarness();
const HEAD = 'ref: refs/heads/main\n';
const git = (...names: readonly string[]): string => join(app.folder.path, '.git', ...names);

/** What is not what its name says, each made in the place of a file. */
const odd: Readonly<Record<string, (path: string) => void>> = {
  'a pipe that nobody writes to': (path) => void execFileSync('sh', ['-c', 'mkfifo "$0"', path]),
  'a device without end': (path) => symlinkSync('/dev/zero', path),
  'a file of 4 GB': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 4_000_000_000);
  },
};

/** Files that a start looks for, or an event, and how to leave out the one itself. */
const places: Readonly<Record<string, () => string>> = {
  'the repository': () => git(),
  'what is checked out': () => git('HEAD'),
  'the branch': () => git('refs', 'heads', 'main'),
  'the packed branches': () => git('packed-refs'),
  'the common folder': () => git('commondir'),
  'the manifest of a package': () => join(app.folder.path, 'node_modules', 'odd', 'package.json'),
};

beforeEach(() => {
  rmSync(git(), { recursive: true, force: true });
  mkdirSync(git('refs', 'heads'), { recursive: true });
  writeFileSync(git('HEAD'), HEAD);
  mkdirSync(join(app.folder.path, 'node_modules', 'odd'), { recursive: true });
  app.folder.write('package.json', JSON.stringify({ dependencies: { odd: '*' } }));
});

describe.skipIf(process.platform === 'win32').each(Object.keys(odd))('%s', (what) => {
  it.each(Object.keys(places))('in the place of %s keeps nobody', async (where) => {
    const path = places[where]?.() ?? '';
    rmSync(path, { recursive: true, force: true });
    odd[what]?.(path);
    app.folder.write('app.cjs', `const { captureMessage, init, modulesIntegration } = require('@tocsin/node');
      init({ integrations: [modulesIntegration()] });
      captureMessage('${what}, ${where}');
      process.on('exit', () => console.log(process.resourceUsage().maxRSS));`);
    const ended = await app.folder.run('app.cjs', { node: process.execPath, monitored: false, env: { TOCSIN_DSN: app.intake.dsn() }, timeout: 10_000 });
    rmSync(path, { recursive: true, force: true });
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    // Kilobytes: Node itself has some 50,000.
    expect(Number(ended.stdout)).toBeLessThan(150_000);
    expect(app.intake.events().filter(({ message }) => message === `${what}, ${where}`)).toMatchObject([{ message: expect.anything() }]);
  });
});
