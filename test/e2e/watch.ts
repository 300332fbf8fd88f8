/**
 * A line of an app, for a clock that stands while the machine lets others run: `ownTime()`, in milliseconds. Linux
 * counts how long a thread was ready and had to wait for a processor; elsewhere this is `performance.now()`. What the
 * thread sleeps, waits for others, computes or spends in the system counts in full. (Should threads of our own keep it
 * from a processor, that is not seen. Where a processor is free, nothing is taken off.)
 */
export const OWN_TIME = `
const ownTime = (() => {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const waited = () => { try { return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[1]) / 1e6 || 0; } catch { return 0; } };
  // Again, where it had to wait between the two.
  return () => { for (let before = waited(); ;) { const now = performance.now(); const after = waited(); if (after === before) return now - after; before = after; } };
})();
`;

/** What a process has measured of its own end, milliseconds by {@link OWN_TIME}. */
export interface Watched {
  /** How long our listeners stood still. */
  readonly stood: number;
  /** From the first line to the last. */
  readonly took: number;
}

/** Lines of an app, before what ends it: it measures, and says on stdout what it found. */
export const WATCH = `${OWN_TIME}
const { writeSync } = process.getBuiltinModule('node:fs');
const startedAt = ownTime();
let stood = 0;
for (const event of ['uncaughtExceptionMonitor', 'exit']) {
  let before;
  process.prependListener(event, () => { before = ownTime(); });
  process.on(event, () => { stood += ownTime() - before; });
}
process.on('exit', () => writeSync(1, JSON.stringify({ stood, took: ownTime() - startedAt })));
`;

/** For a machine that has other things to do: making the event, starting a thread, waking up. Milliseconds. */
export const SLACK = 700;
