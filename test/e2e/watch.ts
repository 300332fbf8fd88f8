/** What a process has measured of its own end, milliseconds. */
export interface Watched {
  /** How long our listeners stood still. */
  readonly stood: number;
  /** From the first line to the last. */
  readonly took: number;
}

/** Lines of an app, before what ends it: it measures, and says on stdout what it found. */
export const WATCH = `
const { writeSync } = process.getBuiltinModule('node:fs');
const startedAt = performance.now();
let stood = 0;
for (const event of ['uncaughtExceptionMonitor', 'exit']) {
  let before;
  process.prependListener(event, () => { before = performance.now(); });
  process.on(event, () => { stood += performance.now() - before; });
}
process.on('exit', () => writeSync(1, JSON.stringify({ stood, took: performance.now() - startedAt })));
`;

/** For a machine that has other things to do: making the event, starting a thread, waking up. Milliseconds. */
export const SLACK = 700;
