import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stats } from '@tocsin/core';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder, Ended } from './app-folder';
import { createAppFolder } from './app-folder';
import type { Trouble, TroubleServer } from './trouble-server';
import { startTroubleServer } from './trouble-server';
import { OWN_TIME } from './watch';

// What is captured arrives, whatever becomes of the server, the disk and the process: real processes, real
// HTTP, real files. A server gets each event once, but where it broke off without a clear answer.

/** One Node after the other: what is tried here is the same on each. */
const nodes = [...nodeBinaries().map(({ path }) => path), process.execPath];
const nodeAt = (index: number): string => nodes[index % nodes.length] ?? process.execPath;

/** What the first capture and the first request may take of the processor, milliseconds. Loading HTTP is most of it. */
const FIRST_TURN = 150;

/** What a turn of the event loop may be later for us, milliseconds by the thread's own time: usually, and once. */
const LATER = { usual: 5, once: 100 };

/** So long a death may write, milliseconds, whatever it was told to wait for a server. */
const WRITING = 900;

/** How often that is tried, where the machine had other things to do: what we did wrong would be there each time. */
const TIMES = 3;

const TROUBLES: readonly Trouble[] = ['refused', '503', 'hangs', 'resets'];

let folder: AppFolder;
const servers: TroubleServer[] = [];
const mounted: string[] = [];
beforeAll(() => {
  folder = createAppFolder();
  for (const [name, source] of Object.entries(apps)) folder.write(name, source);
});
afterAll(async () => {
  for (const path of mounted) spawnSync('sh', ['-c', 'umount "$0"', path]);
  await Promise.all(servers.map((server) => server.close()));
  folder.remove();
});

/** The apps. Each tells at its end what its client counted. */
const TELL = `process.stdout.write(JSON.stringify({ ...stats().error, ...told }));`;
/** How long the process takes from the call to its last moment. */
const WATCH = `${OWN_TIME} const { writeSync } = require('node:fs'); let calledAt; const exit = () => { calledAt = ownTime(); process.exit(0); }; process.on('exit', () => { if (calledAt) writeSync(1, JSON.stringify({ died: ownTime() - calledAt })); });`;
const SLEEP = `const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));`;
const apps: Readonly<Record<string, string>> = {
  // 200 events, a hundred a second, in spite of all; measures how late each turn of the event loop came that was due
  // after 5 ms. It says when it has begun, for an outage is to last from then. Without us it does the same.
  'stream.mjs': `
    import { writeFileSync } from 'node:fs';
    import { captureException, flush, stats } from '#monitoring';
    ${SLEEP}
    ${OWN_TIME}
    const late = [];
    const count = Number(process.env.COUNT || 200);
    writeFileSync(process.env.BEGUN, '');
    const before = process.cpuUsage();
    captureException(new Error('order 0'));
    await sleep(100);
    const { user, system } = process.cpuUsage(before);
    const told = { first: (user + system) / 1000 };
    let last = ownTime();
    setInterval(() => { const now = ownTime(); late.push(now - last - 5); last = now; }, 5).unref();
    for (let n = 1; n < count; n++) { captureException(new Error('order ' + n)); await sleep(10); }
    if (!stats()) await sleep(2000);
    else while (stats().error.sent < count && performance.now() < 25000) { await flush(300); await sleep(50); }
    late.sort((a, b) => b - a);
    Object.assign(told, { stood: late[0], usual: late[Math.floor(late.length / 10)] });
    process.stdout.write(JSON.stringify({ ...stats()?.error, ...told }));
    process.exit(0);`,
  // Captures some and ends in the way that is asked for.
  'end.cjs': `
    const { captureException, close } = require('#monitoring');
    ${WATCH}
    // 50 ms after the copy is there.
    const killed = () => {
      const { spool } = JSON.parse(process.env.INIT_OPTIONS);
      const isThere = require('node:fs').existsSync(spool.dir) && require('node:fs').readdirSync(spool.dir, { recursive: true }).some((file) => file.includes('.held-'));
      if (isThere) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
      else setTimeout(killed, 10);
    };
    for (let n = 0; n < Number(process.env.COUNT || 1); n++) captureException(new Error('order ' + n));
    const end = { exit, crash: () => { throw new Error('boom'); }, natural: () => undefined, close: () => void close(100), killed }[process.env.END];
    end();`,
  // Captures many that cannot be copied as they are, and ends with next to no time to wait for a server.
  'rich.cjs': `
    const { captureException, stats } = require('#monitoring');
    class Order { constructor(n) { for (let k = 0; k < 30; k++) this['field' + k] = 'value ' + n; } }
    for (let n = 0; n < 500; n++) captureException(new Error('order ' + n), { extra: { order: new Order(n), note: 'x '.repeat(2000) } });
    const calledAt = performance.now();
    process.on('exit', () => process.stdout.write(JSON.stringify({ ...stats().error, died: performance.now() - calledAt })));
    process.exit(0);`,
  // Captures nothing, and goes on until what others have left is sent, or for a second.
  'next.mjs': `
    import { stats } from '#monitoring';
    ${SLEEP}
    const told = {};
    const start = performance.now();
    const count = Number(process.env.COUNT || 1);
    while (performance.now() - start < Number(process.env.FOR || 15000) && !(stats().error?.sent >= count)) await sleep(20);
    ${TELL}`,
  // Ends as soon as the first of what others have left is sent.
  'short.mjs': `
    import { stats } from '#monitoring';
    ${SLEEP}
    const start = performance.now();
    while (performance.now() - start < 15000 && !(stats().error?.sent > 0)) await sleep(1);
    process.on('exit', () => process.stdout.write(JSON.stringify(stats().error)));`,
};

/** How late the event loop came round, milliseconds. */
interface Turns {
  /** What the first capture took, with all that is loaded for it and for the first request: time of the processor, which does not count what else the machine does. */
  readonly first: number;
  /** At most, after that. */
  readonly stood: number;
  /** Of ten turns, nine were not later. */
  readonly usual: number;
}

type Told = NonNullable<Stats['error']> & Turns;

interface World {
  /** Waits until its app has begun, and so long after that. */
  readonly afterBegun: (time: number) => Promise<void>;
  readonly node: string;
  readonly server: TroubleServer;
  /** The folder of its spool. */
  readonly spool: string;
  readonly run: (app: string, more?: { readonly env?: Readonly<Record<string, string>>; readonly node?: string; readonly options?: object; readonly monitored?: boolean }) => Promise<Ended>;
}

let count = 0;
/** A server and a spool of its own for each case. */
const createWorld = async (): Promise<World> => {
  const server = await startTroubleServer();
  servers.push(server);
  const spool = join(folder.path, `spool-${count}`);
  const own = nodeAt(count++);
  const begun = `${spool}.begun`;
  return {
    node: own,
    async afterBegun(time) {
      while (!existsSync(begun)) await pause(5);
      await pause(time);
    },
    server,
    spool,
    run: (app, { env, node = own, options, monitored = true } = {}) =>
      folder.run(app, { node, monitored, timeout: 40_000, env: { TOCSIN_DSN: server.dsn, INIT_OPTIONS: JSON.stringify({ flood: false, spool: { dir: spool }, ...options }), NODE: own, BEGUN: begun, ...env } }),
  };
};

const told = ({ stdout, stderr, code }: Ended): Told => {
  if (code !== 0 || stdout === '') throw new Error(`ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
};
const pause = (time: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, time));
const filesIn = (spool: string): readonly string[] => (existsSync(spool) ? readdirSync(spool, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('.parcel')) : []);
/** How many parcels are still to be sent: each is a line, and what has arrived is crossed out. */
const waitingIn = (spool: string): number => filesIn(spool).reduce((sum, file) => sum + (readFileSync(join(spool, file), 'utf8').match(/^\+/gm)?.length ?? 0), 0);
/** Each has arrived, and again only where nobody could know. */
const expectAll = ({ server }: World, wanted: number): void => {
  expect(new Set(server.arrivals.map(({ event_id }) => event_id)).size).toBe(wanted);
  expect(server.repeated).toEqual([]);
};
/**
 * Processes end while the server is in trouble. Each has nine tenths of a second to write, however little the machine
 * gives it of the processor: if that was too little, it is tried again.
 */
const leave = async ({ trouble, ends, COUNT, wanted }: { readonly trouble: Trouble; readonly ends: readonly string[]; readonly COUNT: number; readonly wanted: number }): Promise<World> => {
  for (let times = 1; ; times++) {
    const world = await createWorld();
    await world.server.be(trouble);
    await Promise.all(ends.map((END) => world.run('end.cjs', { env: { END, COUNT: `${COUNT}` } })));
    if (times === TIMES || waitingIn(world.spool) === wanted) return world;
  }
};
/** By how many places each stands away from where it should, on average: a shuffled deck of twenty shows 6 or 7. */
const displacement = (found: readonly unknown[], wanted: readonly unknown[]): number => found.reduce((sum: number, each, index) => sum + Math.abs(wanted.indexOf(each) - index), 0) / found.length;
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe.concurrent('an end at once', () => {
  it.each(['exit', 'crash', 'natural'])('(%s) loses nothing', async (END) => {
    const world = await createWorld();
    await world.run('end.cjs', { env: { END } });
    const wanted = END === 'crash' ? 2 : 1;
    // A machine with other things to do may need longer than a death may last: then the next process sends it.
    if (filesIn(world.spool).length > 0) await world.run('next.mjs', { env: { COUNT: `${wanted}` } });
    expectAll(world, wanted);
    expect(filesIn(world.spool)).toEqual([]);
  });
});

// These measure time, each beside the same without us in the same seconds.
describe('an outage of three seconds, while 200 events come at a hundred a second,', () => {
  const outage = async (trouble: Trouble): Promise<Told> => {
    const world = await createWorld();
    await world.server.be(trouble);
    const running = world.run('stream.mjs');
    await world.afterBegun(3000);
    const before = world.server.arrivals.length;
    await world.server.be('well');
    const ended = told(await running);
    const { sent, spooled, pending, captured, dropped } = ended;
    expect({ trouble, captured, sent, spooled, pending, dropped }).toEqual({ trouble, captured: 200, sent: 200, spooled: 0, pending: 0, dropped: {} });
    expectAll(world, 200);
    // Again only what was answered by nobody, which is counted here as the server counts it.
    const again = world.server.arrivals.length - 200;
    expect(again).toBeLessThanOrEqual(before);
    if (trouble === 'refused') expect(again).toBe(0);
    expect(filesIn(world.spool)).toEqual([]);
    console.log(`${trouble}: ${before} arrived without a yes, ${again} came twice; the first capture took ${ended.first.toFixed(0)} ms, then the event loop was late by ${ended.stood.toFixed(0)} ms at most, usually by less than ${ended.usual.toFixed(1)} ms`);
    return ended;
  };

  /** How much later the event loop came round for us than for the same app without us, in the middle of all troubles. */
  const compare = async (): Promise<Turns> => {
    const bare = createWorld().then(async (world) => told(await world.run('stream.mjs', { monitored: false })));
    const ended = await Promise.all(TROUBLES.map(outage));
    const alone = await bare;
    console.log(`without us: ${alone.stood.toFixed(0)} ms at most, usually less than ${alone.usual.toFixed(1)} ms`);
    const more = (of: keyof Turns): number => median(ended.map((one) => one[of])) - alone[of];
    return { first: more('first'), stood: more('stood'), usual: more('usual') };
  };

  it('whatever the trouble, loses nothing and blocks nobody', async () => {
    let turns = await compare();
    for (let times = 1; times < TIMES && (turns.stood >= LATER.once || turns.usual >= LATER.usual); times++) turns = await compare();
    expect(turns.first).toBeLessThan(FIRST_TURN);
    expect(turns.stood).toBeLessThan(LATER.once);
    expect(turns.usual).toBeLessThan(LATER.usual);
  });
});

describe.concurrent('a process that ends while the server is in trouble', () => {
  it.each(TROUBLES.flatMap((trouble) => (['exit', 'crash', 'natural', 'close'] as const).map((END) => [trouble, END] as const)).filter((_each, index) => index % 3 !== 1))('(%s, %s) leaves its events to the next one, which sends them, the oldest first', async (trouble, END) => {
    const wanted = END === 'crash' ? 21 : 20;
    const world = await leave({ trouble, ends: [END], COUNT: 20, wanted });
    expect(waitingIn(world.spool)).toBe(wanted);
    const before = world.server.arrivals.length;
    await world.server.be('well');
    const { adopted, sent, spooled, pending, captured: ownOnes, dropped } = told(await world.run('next.mjs', { env: { COUNT: `${wanted}` } }));
    expect({ adopted, sent, spooled, pending, captured: ownOnes, dropped }).toEqual({ adopted: wanted, sent: wanted, spooled: 0, pending: 0, captured: 0, dropped: {} });
    expectAll(world, wanted);
    const orders = world.server.arrivals.slice(before).map(({ exception }) => exception?.values?.[0]?.value);
    const captured = [...Array.from({ length: 20 }, (_each, n) => `order ${n}`), ...(END === 'crash' ? ['boom'] : [])];
    expect(new Set(orders)).toEqual(new Set(captured));
    // A few are on their way at a time, and may overtake each other. (What was tried in vain stands behind the others.)
    const wasTried = END === 'natural' || END === 'close';
    if (!wasTried) expect(displacement(orders, captured)).toBeLessThan(3);
    expect(filesIn(world.spool)).toEqual([]);
  });

  it('keeps them with the state of its user, unless it is told otherwise', async () => {
    const world = await createWorld();
    await world.server.be('refused');
    await world.run('end.cjs', { env: { END: 'exit', HOME: world.spool }, options: { spool: undefined } });
    expect(readdirSync(join(world.spool, '.local', 'state', 'tocsin-spool'))).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(filesIn(world.spool)).toHaveLength(1);
    await world.run('end.cjs', { env: { END: 'exit', HOME: join(world.spool, 'other') }, options: { spool: false } });
    expect(existsSync(join(world.spool, 'other'))).toBe(false);
  });

  it('is killed 50 ms after a capture was spooled: the next one sends it', async () => {
    const world = await createWorld();
    await world.server.be('hangs');
    expect((await world.run('end.cjs', { env: { END: 'killed' } })).signal).toBe('SIGKILL');
    expect(filesIn(world.spool)).toEqual([expect.stringMatching(/\.held-/)]);
    await world.server.be('well');
    expect(told(await world.run('next.mjs'))).toMatchObject({ adopted: 1, sent: 1 });
    expect(filesIn(world.spool)).toEqual([]);
  });
});

// These two have much to write at once, and get the machine for themselves.
describe('two processes with one spool', () => {
  it('lose nothing and send nothing twice: 200 of 200 arrive', async () => {
    const world = await leave({ trouble: 'refused', ends: ['exit', 'natural'], COUNT: 100, wanted: 200 });
    expect(waitingIn(world.spool)).toBe(200);
    await world.server.be('well');
    const both = (await Promise.all([1, 2].map(() => world.run('next.mjs', { env: { COUNT: '200', FOR: '4000' } })))).map(told);
    expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(200);
    expect(both.reduce((sum, { adopted }) => sum + adopted, 0)).toBe(200);
    expectAll(world, 200);
    expect(world.server.arrivals).toHaveLength(200);
    console.log(`two processes shared 200 events: ${both.map(({ sent }) => sent).join(' and ')}`);
  });
});

describe('a process that is over at once', () => {
  it('sends several of what others have left, but does not live until all is sent', async () => {
    const world = await leave({ trouble: 'refused', ends: ['exit'], COUNT: 200, wanted: 200 });
    await world.server.be('well');
    const sentBy: number[] = [];
    for (let n = 0; n < 3; n++) {
      const { sent, pending, dropped } = told(await world.run('short.mjs'));
      expect({ pending, dropped }).toEqual({ pending: 0, dropped: {} });
      sentBy.push(sent);
    }
    const all = sentBy.reduce((sum, sent) => sum + sent, 0);
    console.log(`three processes that ended with the first event sent ${sentBy.join(', ')} of 200`);
    expect(Math.min(...sentBy)).toBeGreaterThan(1);
    expect(median(sentBy)).toBeLessThan(60);
    expect(waitingIn(world.spool)).toBe(200 - all);
    expectAll(world, all);
  });
});

describe.concurrent('a disk that takes nothing', () => {
  const full: readonly (readonly [name: string, prepare: (world: World) => string | undefined])[] = [
    ['no file may be larger than a kilobyte', () => {
      const launcher = join(folder.path, 'limited.sh');
      folder.write('limited.sh', '#!/bin/sh\nulimit -f 2\nexec "$NODE" "$@"\n');
      chmodSync(launcher, 0o755);
      return launcher;
    }],
    ['it is full', (world) => mount(world, 'size=16k,mode=700')],
    ['it is read-only', (world) => mount(world, 'ro,mode=700')],
  ];
  /** A disk of its own; only root can make one. */
  const mount = ({ spool: path, node }: World, options: string): string | undefined => {
    mkdirSync(path);
    if (spawnSync('sh', ['-c', 'mount -t tmpfs -o "$0" tmpfs "$1"', options, path]).status !== 0) return undefined;
    mounted.push(path);
    return node;
  };

  it.each(full)('(%s) costs no event of a living process, and is said once', async (_name, prepare) => {
    const world = await createWorld();
    const node = prepare(world);
    if (node === undefined) return console.log(`skipped: only root can make such a disk`);
    await world.server.be('503');
    const running = world.run('stream.mjs', { node, env: { COUNT: '100' } });
    await world.afterBegun(2000);
    await world.server.be('well');
    const ended = await running;
    expect(told(ended)).toMatchObject({ captured: 100, sent: 100, pending: 0, dropped: {} });
    expectAll(world, 100);
    expect(ended.stderr).toMatch(/^\[tocsin\] T1009: .*E(FBIG|NOSPC|ROFS).*\n$/);
    expect(filesIn(world.spool)).toEqual([]);
  });

  it('takes what it has room for of the last words, whole, and the process says nothing more than it would', async () => {
    const world = await createWorld();
    const node = mount(world, 'size=40k,mode=700');
    if (node === undefined) return console.log(`skipped: only root can make such a disk`);
    await world.server.be('refused');
    const ended = await world.run('end.cjs', { env: { END: 'exit', COUNT: '50' } });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const kept = waitingIn(world.spool);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(50);
    await world.server.be('well');
    expect(told(await world.run('next.mjs', { env: { COUNT: `${kept}` } }))).toMatchObject({ adopted: kept, sent: kept, spooled: 0, dropped: {} });
    expectAll(world, kept);
  });
});

describe('a death', () => {
  /** The quickest of a few: whatever else the machine does only adds to one. */
  const diedAfter = async (COUNT: string, enough: number): Promise<number> => {
    let quickest = Infinity;
    for (let times = 0; times < 4 && quickest > enough; times++) {
      const world = await createWorld();
      await world.server.be('hangs');
      const { died }: { readonly died: number } = JSON.parse((await world.run('end.cjs', { env: { END: 'exit', COUNT } })).stdout);
      quickest = Math.min(quickest, died);
      expect(waitingIn(world.spool)).toBe(Number(COUNT));
    }
    return quickest;
  };

  it('with a server that hangs takes a second longer at most, and nothing with nothing pending', async () => {
    const idle = await diedAfter('0', 1);
    const busy = await diedAfter('100', 1000);
    console.log(`a death with nothing pending: ${idle.toFixed(1)} ms, with 100 events and a server that hangs: ${busy.toFixed(0)} ms`);
    expect(idle).toBeLessThan(5);
    expect(busy - idle).toBeLessThanOrEqual(1000);
  });

  it('that may wait for a tenth of a second only writes all that is left, though it takes longer', async () => {
    for (let times = 1; ; times++) {
      const world = await createWorld();
      await world.server.be('hangs');
      const { died, captured, sent, spooled, pending, dropped }: Told & { readonly died: number } = JSON.parse((await world.run('rich.cjs', { options: { shutdownTimeout: 100 } })).stdout);
      expect(waitingIn(world.spool)).toBe(spooled);
      // A machine with other things to do may leave it next to nothing of the time that it has for writing.
      if (died > WRITING && spooled < 500 && times < TIMES) continue;
      expect({ captured, sent, spooled, pending, dropped }).toEqual({ captured: 500, sent: 0, spooled: 500, pending: 0, dropped: {} });
      break;
    }
  });
});
