import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import { useHarness } from './harness';

// Global timers that are not Node's: a page's, in tests that play one and in Electron, are numbers; and a test may have taken them away.

const own = 'const { setTimeout: later } = globalThis;\n';
const timers: Readonly<Record<string, string>> = {
  'are numbers': 'for (const name of ["setTimeout", "setInterval"]) { const real = globalThis[name]; globalThis[name] = (...given) => Number(real(...given)); }\ndelete globalThis.setImmediate;\n',
  throw: 'for (const name of ["setTimeout", "setInterval", "setImmediate"]) globalThis[name] = () => { throw new Error("no timers here"); };\n',
};
const app = `const { captureMessage, flush, stats } = require('#monitoring');
process.on('unhandledRejection', (reason) => console.log('unhandled', reason));
captureMessage('odd');
later(async () => {
  console.log(stats()?.error.sent ?? 1, await flush(1000) ?? true);
  later(() => captureMessage('last'), 10);
}, 700);`;

const harness = useHarness();

describe.each(nodeBinaries())('on $name, global timers', ({ name: node, path }) => {
  it.concurrent.each(Object.keys(timers))('that %s do no harm, and hold nothing up', async (name) => {
    for (const [index, options] of ['{}', '{ "spool": false }'].entries()) {
      const project = `${node}-${name.replace(' ', '-')}-${index}`;
      harness.folder.write(`${project}.cjs`, own + (timers[name] ?? '') + app);
      const ended = await harness.folder.run(`${project}.cjs`, { node: path, monitored: true, env: { TOCSIN_DSN: harness.intake.dsn(project), INIT_OPTIONS: options } });
      expect(ended).toMatchObject({ code: 0, signal: null, stdout: '1 true\n', stderr: '' });
      expect(harness.intake.events(project).map(({ message }) => message)).toEqual(['odd', 'last']);
    }
  });
});
