import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import type { Ended } from './app-folder';
import { useHarness } from './harness';

// The console of each Node, with us and without: the same is printed, and it is remembered.

const harness = useHarness();

const APP = `import { captureMessage, close } from '#monitoring';
console.log('order %d', 7, { total: 3 });
console.warn('careful');
console.assert(false, 'wrong');
console.trace('here');
console.table([{ a: 1 }]);
console.group('group');
console.error(new RangeError('too much'));
process.emitWarning('old stuff', { type: 'DeprecationWarning', code: 'DEP0666' });
await new Promise((resolve) => setImmediate(resolve));
captureMessage('now');
await close();
console.log('after');
`;

const visible = ({ code, signal, stdout, stderr }: Ended): object => ({ code, signal, stdout, stderr: stderr.replaceAll(/\(node:\d+\)/g, '(node)') });

describe.each(nodeBinaries())('on $name', ({ name, path }) => {
  it('the same is printed, and it is remembered', async () => {
    const project = name.replace('node', '');
    harness.folder.write('app.mjs', APP);
    const bare = await harness.folder.run('app.mjs', { node: path, monitored: false });
    const watched = await harness.folder.run('app.mjs', { node: path, monitored: true, env: { INIT_OPTIONS: JSON.stringify({ dsn: harness.intake.dsn(project) }) } });
    expect(visible(watched)).toEqual(visible(bare));
    expect(bare.stderr).toContain('Trace: here\n    at file:');
    const crumbs = harness.intake.events(project)[0]?.breadcrumbs?.values ?? [];
    expect(crumbs.map(({ level, message }) => `${level}: ${message?.split('\n')[0]}`)).toEqual([
      'info: order 7 { total: 3 }',
      'warning: careful',
      'warning: Assertion failed: wrong',
      'error: Trace: here',
      expect.stringMatching(/^info: ┌/),
      'info: group',
      'error: RangeError: too much',
      'warning: DeprecationWarning: old stuff',
    ]);
  });
});
