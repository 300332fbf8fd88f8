/**
 * What a parcel of 5 KB costs on its way through the spool, of the processor: copied with those that are due in the
 * same turn, and then removed; kept by a dying process, and then let go; and sent by the next process. Beside it what a
 * file of its own costs at least: opened, written, closed, renamed and removed. Run it with `node test/bench/run.mjs spool`.
 */
import { closeSync, mkdtempSync, openSync, renameSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spool, Stored } from '../../packages/core/src/transport/spool';
import { fileSpool } from '../../packages/node/src/spool/file-spool';
import { createLeftovers } from '../../packages/node/src/spool/leftovers';

type Parcel = Stored['parcel'];

const COUNT = 2_000;
const ROUNDS = 7;
/** Parcels that are due in one turn. */
const TURN = 50;

const home = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
let places = 0;
const payload = JSON.stringify({ frames: Array.from({ length: 30 }, (_frame, n) => ({ filename: `/srv/app/src/orders/step-${n}.js`, function: `Object.step${n}`, lineno: n, context_line: `  const row = await db.query("SELECT ${n}")` })) });
const parcelsOf = (round: number): readonly Parcel[] =>
  Array.from({ length: COUNT }, (_parcel, n) => ({ id: `${round}-${n}`, category: 'error', issue: 'i', header: { event_id: `${round}-${n}` }, items: [{ header: { type: 'event' }, payload }] }));

const open = (root: string, pid: number): Spool =>
  fileSpool({ roots: () => [root], maxBytes: 1e9, maxAge: 1e9, writeTimeout: 60_000, leftovers: createLeftovers(), holder: { tag: `here-${pid}`, isGone: () => pid > 1 } })(
    { dsn: { scheme: 'https', publicKey: 'k', host: 'errors.example', path: '', projectId: '7' }, client: 'test/1' },
    () => undefined,
    (problem) => console.log(problem),
  );

/** Microseconds of the processor for each parcel. */
const measure = async (act: () => Promise<unknown>): Promise<number> => {
  const start = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / COUNT;
};
const someOf = async (spool: Spool): Promise<Stored[]> => {
  const out: Stored[] = [];
  for (let stored; out.length < 4 && (stored = await spool.take()); ) out.push(stored);
  return out;
};
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const ways: Readonly<Record<string, (round: number) => Promise<number>>> = {
  'a file of its own': (round) =>
    measure(async () => {
      for (const { id } of parcelsOf(round)) {
        const path = join(home, id);
        const file = openSync(path, 'wx');
        writeSync(file, payload);
        closeSync(file);
        renameSync(path, `${path}.held`);
        unlinkSync(`${path}.held`);
      }
    }),
  'copied and removed': async (round) => {
    const parcels = parcelsOf(round);
    const spool = open(join(home, `place-${places++}`), 1);
    return measure(async () => {
      let copying: unknown[] = [];
      for (const [index, parcel] of parcels.entries()) {
        copying.push(spool.copy(parcel, false));
        if (index % TURN < TURN - 1) continue;
        await Promise.all(copying);
        copying = [];
        for (const one of parcels.slice(index - TURN + 1, index + 1)) void spool.remove(one);
      }
    });
  },
  'due, and removed before its turn': async (round) => {
    const parcels = parcelsOf(round);
    const spool = open(join(home, `place-${places++}`), 1);
    return measure(async () => {
      const copying = parcels.map((parcel) => spool.copy(parcel, false));
      for (const parcel of parcels) void spool.remove(parcel);
      await Promise.all(copying);
    });
  },
  'last words, kept': async (round) => {
    const parcels = parcelsOf(round);
    const spool = open(join(home, `place-${places++}`), 1);
    return measure(async () => {
      for (const parcel of parcels) void spool.copy(parcel, true);
      for (const parcel of parcels) void spool.keep(parcel);
      await turn();
    });
  },
  'found and sent by the next': async (round) => {
    const root = join(home, `place-${places++}`);
    const spool = open(root, 1);
    for (const parcel of parcelsOf(round)) void spool.copy(parcel, true);
    const next = open(root, 2);
    return measure(async () => {
      let taken = 0;
      // As the transport does: some at a time.
      for (let out: Stored[]; (out = await someOf(next)).length > 0; taken += out.length) for (const { parcel } of out) void next.remove(parcel);
      if (taken !== COUNT) throw new Error(`${taken} of ${COUNT}`);
    });
  },
};

// A spool keeps nobody alive.
const awake = setInterval(() => undefined, 1000);
try {
  const found: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) found[name] = Math.min(found[name] ?? Infinity, await way(round));
  }
  const { 'a file of its own': own = 1 } = found;
  console.table(Object.fromEntries(Object.entries(found).map(([name, cost]) => [name, { 'µs of the processor': cost.toFixed(0), 'files of its own': (cost / own).toFixed(2) }])));
} finally {
  clearInterval(awake);
  rmSync(home, { recursive: true });
}
