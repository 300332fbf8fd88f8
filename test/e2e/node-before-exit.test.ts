import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import type { Ended } from './app-folder';
import { useHarness } from './harness';

// A handler of `beforeExit` runs as often as it would without us, whatever it asks of us.

const COUNTED = "const { captureMessage, close, flush, init = () => undefined } = require('#monitoring');\nlet runs = 0;\nprocess.on('exit', () => require('node:fs').writeSync(1, 'ran ' + runs));\n";

const cases: Readonly<Record<string, readonly [body: string, events: readonly string[]]>> = {
  'a flush of nothing': ["process.on('beforeExit', async () => { runs++; await flush(1000); });", []],
  'a flush of what was sent': ["captureMessage('before'); process.on('beforeExit', async () => { runs++; await flush(1000); });", ['before']],
  'a close': ["captureMessage('before'); process.on('beforeExit', async () => { runs++; await close(1000); });", ['before']],
  'a capture': ["process.on('beforeExit', () => { runs++; captureMessage('bye'); });", ['bye']],
  'a capture, a flush, and an end of its own': ["process.on('beforeExit', async () => { runs++; captureMessage('bye'); await flush(1000); process.exit(3); });", ['bye']],
  'a capture and a close': ["process.on('beforeExit', async () => { runs++; captureMessage('bye'); await close(1000); process.exitCode = 4; });", ['bye']],
  'a capture, a close, and work that goes on': ["process.on('beforeExit', async () => { if (runs++) return; captureMessage('bye'); await close(1000); setTimeout(() => undefined, 50); });", ['bye']],
  'a capture and a flush, before our own handler': ["process.prependListener('beforeExit', async () => { if (runs++ > 3) process.exit(9); captureMessage('bye'); await flush(1000); });", ['bye']],
  'a close before our own handler': ["process.prependListener('beforeExit', async () => { if (runs++ > 3) process.exit(9); captureMessage('bye'); await close(1000); });", ['bye']],
  'a start anew': ["process.on('beforeExit', () => { if (runs++ > 3) process.exit(9); init({ shutdownTimeout: 10000 }); captureMessage('bye'); });", ['bye']],
  'a close, a start anew, and a capture': ["process.on('beforeExit', async () => { if (runs++ > 3) process.exit(9); await close(1000); init({ shutdownTimeout: 10000 }); captureMessage('bye'); await flush(1000); });", ['bye']],
  'work that goes on': ["process.on('beforeExit', () => { captureMessage('first'); if (runs++ < 2) setTimeout(() => captureMessage('in between'), 50); });", ['first', 'first', 'first', 'in between', 'in between']],
  'work that goes on, and waits for what was captured before it': ["process.on('beforeExit', () => { if (runs++) return; captureMessage('first'); setTimeout(async () => { await flush(1000); captureMessage('second'); }, 50); });", ['first', 'second']],
};

const harness = useHarness();
const seen = ({ code, signal, stdout, stderr }: Ended) => ({ code, signal, stdout, stderr });

describe.each(nodeBinaries())('handlers of beforeExit on $name', ({ name: node, path }) => {
  it.concurrent.each(Object.keys(cases).map((name, index) => [name, index] as const))('run as often as without us: %s', async (name, index) => {
    const [body, events] = cases[name] ?? ['', []];
    const file = `${node}-before-exit-${index}.cjs`;
    harness.folder.write(file, COUNTED + body);
    const run = (monitored: boolean): Promise<Ended> => harness.folder.run(file, { node: path, monitored, env: { TOCSIN_DSN: harness.intake.dsn(`${node}${index}`) } });
    const [without, ended] = [await run(false), await run(true)];
    expect(seen(ended)).toEqual(seen(without));
    expect(harness.intake.events(`${node}${index}`).map(({ message }) => message).sort((one, other) => String(one).localeCompare(String(other)))).toEqual(events);
  });
});
