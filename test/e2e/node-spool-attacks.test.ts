import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stats } from '@tocsin/core';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder, Ended } from './app-folder';
import { createAppFolder } from './app-folder';
import type { TroubleServer } from './trouble-server';
import { startTroubleServer } from './trouble-server';

// What somebody else has put where the spool is to be: never followed, never read, never sent anywhere, and said once,
// in real processes on a real file system. The app loses nothing by it while it lives.

const nodes = nodeBinaries().map(({ path }) => path);

let folder: AppFolder;
const servers: TroubleServer[] = [];
beforeAll(() => {
  folder = createAppFolder();
  for (const [name, source] of Object.entries(apps)) folder.write(name, source);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  folder.remove();
});

const SLEEP = `const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));`;
const apps: Readonly<Record<string, string>> = {
  // Leaves three events.
  'leave.cjs': `
    const ahead = Number(process.env.AHEAD || 0);
    const { now } = Date;
    Date.now = () => now() + ahead;
    const { captureException } = require('#monitoring');
    for (const n of [1, 2, 3]) captureException(new Error(process.env.NAME + ' ' + n));
    process.exit(0);`,
  // Dies of an error, where somebody has taken the spool away behind its back.
  'robbed.cjs': `
    const { existsSync, readdirSync, rmSync } = require('node:fs');
    const { captureException } = require('#monitoring');
    captureException(new Error('left 1'));
    const isWritten = () => existsSync(process.env.SPOOL) && readdirSync(process.env.SPOOL, { recursive: true }).some((name) => /\\.held-[^.]*$/.test(name));
    setInterval(() => {
      if (!isWritten()) return;
      rmSync(process.env.SPOOL, { recursive: true });
      captureException(new Error('left 2'));
      throw new Error('left 3');
    }, 10);`,
  // Captures while the server is in trouble, long enough for copies, until it is well and all is sent.
  'live.mjs': `
    import { writeFileSync } from 'node:fs';
    import { captureException, flush, stats } from '#monitoring';
    ${SLEEP}
    for (let n = 0; n < 20; n++) { captureException(new Error('living ' + n)); await sleep(30); }
    writeFileSync(process.env.BEGUN, '');
    while (stats().error.sent < 20 && performance.now() < 20000) { await flush(300); await sleep(50); }
    await sleep(100);
    process.stdout.write(JSON.stringify(stats().error));
    process.exit(0);`,
  // Sends what it finds, for so long.
  'find.mjs': `
    import { stats } from '#monitoring';
    ${SLEEP}
    const start = performance.now();
    while (performance.now() - start < Number(process.env.FOR) && !(stats().error?.sent >= Number(process.env.COUNT || Infinity))) await sleep(20);
    process.stdout.write(JSON.stringify(stats().error ?? {}));
    process.exit(0);`,
};

interface World {
  readonly server: TroubleServer;
  readonly spool: string;
  readonly run: (app: string, env?: Readonly<Record<string, string>>, options?: object) => Promise<Ended>;
  /** Lives through trouble, and sends all. */
  readonly live: (env?: Readonly<Record<string, string>>, options?: object) => Promise<Ended>;
}

let count = 0;
const createWorld = async (): Promise<World> => {
  const nth = count++;
  const spool = join(folder.path, `spool-${nth}`);
  const node = nodes[nth % nodes.length] ?? process.execPath;
  const begun = join(folder.path, `begun-${nth}`);
  const server = await startTroubleServer();
  servers.push(server);
  const run: World['run'] = (app, env = {}, options = { spool: { dir: spool } }) =>
    folder.run(app, { node, monitored: true, timeout: 40_000, env: { TOCSIN_DSN: server.dsn, INIT_OPTIONS: JSON.stringify({ flood: false, ...options }), BEGUN: begun, NAME: 'left', ...env } });
  return {
    server,
    spool,
    run,
    async live(env, options) {
      await server.be('503');
      const running = run('live.mjs', env, options);
      while (!existsSync(begun)) await new Promise((resolve) => void setTimeout(resolve, 10));
      await server.be('well');
      return running;
    },
  };
};

const counted = ({ stdout, stderr }: Ended): NonNullable<Stats['error']> => {
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
};
const valuesAt = ({ arrivals }: TroubleServer): readonly string[] => [...new Set(arrivals.map(({ exception }) => exception?.values?.[0]?.value ?? ''))].sort();
const living = Array.from({ length: 20 }, (_value, n) => `living ${n}`).sort();
const left = ['left 1', 'left 2', 'left 3'];
/** Everything below, with what is in it. */
const treeOf = (path: string): readonly string[] => (existsSync(path) ? readdirSync(path, { recursive: true, withFileTypes: true }).map((entry) => (entry.isFile() ? `${entry.name} ${readFileSync(join(entry.parentPath, entry.name), 'utf8')}` : entry.name)).sort() : []);
/** Leaves three events, and tells the one folder in which they lie. */
const leave = async (world: World): Promise<string> => {
  await world.server.be('refused');
  await world.run('leave.cjs');
  await world.server.be('well');
  return join(world.spool, readdirSync(world.spool)[0] ?? '');
};

describe.concurrent('a spool that cannot be trusted', () => {
  const isRoot = process.getuid?.() === 0;
  /** Each with well-formed parcels inside, which nobody must send. */
  const attacks: readonly (readonly [name: string, needsRoot: boolean, plant: (spool: string, inside: string) => void])[] = [
    ['belongs to somebody else', true, (spool, inside) => [inside, spool].forEach((path) => chownSync(path, 12_345, 12_345))],
    ['belongs to somebody else, inside', true, (_spool, inside) => chownSync(inside, 12_345, 12_345)],
    ['is a link', false, (spool) => {
      renameSync(spool, `${spool}-elsewhere`);
      symlinkSync(`${spool}-elsewhere`, spool);
    }],
    ['has a link inside', false, (spool, inside) => {
      renameSync(inside, `${spool}-elsewhere`);
      symlinkSync(`${spool}-elsewhere`, inside);
    }],
    ['may be written to by others', false, (spool) => chmodSync(spool, 0o777)],
    ['may be read by others', false, (_spool, inside) => chmodSync(inside, 0o750)],
  ];

  it.each(attacks)('(it %s): nothing of it is read, nothing written, and that is said once', async (_name, needsRoot, plant) => {
    if (needsRoot && !isRoot) return console.log('skipped: only root can make what belongs to somebody else');
    const world = await createWorld();
    const inside = await leave(world);
    plant(world.spool, inside);
    const before = [treeOf(world.spool), treeOf(`${world.spool}-elsewhere`)];
    expect(before.flat().join('\n')).toContain('left 3');
    const ended = await world.live();
    expect(counted(ended)).toMatchObject({ captured: 20, adopted: 0, sent: 20, dropped: {} });
    expect(valuesAt(world.server)).toEqual(living);
    expect(ended.stderr).toMatch(/^\[tocsin\] T1009: .*\n$/);
    expect([treeOf(world.spool), treeOf(`${world.spool}-elsewhere`)]).toEqual(before);
  });

  it('(there is no place for it, neither at home nor among temporary files): that is said once', async () => {
    const world = await createWorld();
    const nowhere = join(folder.path, 'package.json', 'nowhere');
    const ended = await world.live({ HOME: nowhere, TMPDIR: nowhere, XDG_STATE_HOME: '' }, {});
    expect(counted(ended)).toMatchObject({ captured: 20, sent: 20, dropped: {} });
    expect(valuesAt(world.server)).toEqual(living);
    expect(ended.stderr).toMatch(/^\[tocsin\] T1009: .*ENOTDIR.*\n$/);
  });
});

describe.concurrent('a spool', () => {
  it('in which foreign things lie leaves them alone, says so once, and sends its own', async () => {
    const world = await createWorld();
    const inside = await leave(world);
    writeFileSync(join(world.spool, 'victim'), 'untouched');
    symlinkSync(join(world.spool, 'victim'), join(inside, '01700000000000-000000-attacker-1-9.parcel'));
    symlinkSync(join(world.spool, 'victim'), join(inside, 'link'));
    mkdirSync(join(inside, 'folder'));
    writeFileSync(join(inside, 'notes.txt'), 'notes');
    const ended = await world.live();
    expect(counted(ended)).toMatchObject({ captured: 20, sent: 23, adopted: 4, dropped: { cache_overflow: 1 } });
    expect(valuesAt(world.server)).toEqual([...left, ...living]);
    expect(ended.stderr).toMatch(/^\[tocsin\] T1010: .*\n$/);
    expect(readFileSync(join(world.spool, 'victim'), 'utf8')).toBe('untouched');
    expect(readdirSync(inside).sort()).toEqual(['folder', 'link', 'notes.txt']);
  });

  it('of two apps sends nothing of one to the server of the other, whatever stands in its files', async () => {
    const [one, { server: other, ...two }] = [await createWorld(), await createWorld()];
    const inside = await leave(one);
    const { spool } = one;
    const file = join(inside, readdirSync(inside)[0] ?? '');
    // It names another server. There must be no place where that counts.
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"header":{', `"dsn":${JSON.stringify(other.dsn)},"header":{"dsn":${JSON.stringify(other.dsn)},`));
    expect(counted(await two.run('find.mjs', { FOR: '1500' }, { spool: { dir: spool } }))).toEqual({});
    expect(treeOf(spool).join('\n')).toContain('left 3');
    expect(counted(await one.run('find.mjs', { FOR: '15000', COUNT: '3' }))).toMatchObject({ adopted: 3, sent: 3 });
    expect([valuesAt(one.server), valuesAt(other)]).toEqual([left, []]);
  });

  it('that is taken away from a living process is there again when it dies, with all that was in it', async () => {
    const world = await createWorld();
    await world.server.be('refused');
    expect((await world.run('robbed.cjs', { SPOOL: world.spool })).code).toBe(1);
    await world.server.be('well');
    expect(counted(await world.run('find.mjs', { FOR: '15000', COUNT: '3' }))).toMatchObject({ adopted: 3, sent: 3, dropped: {} });
    expect(valuesAt(world.server)).toEqual(left);
  });

  it('sends what was left by a process whose clock was ahead', async () => {
    const world = await createWorld();
    await world.server.be('refused');
    await world.run('leave.cjs', { AHEAD: '7200000' });
    await world.server.be('well');
    expect(counted(await world.run('find.mjs', { FOR: '15000', COUNT: '3' }))).toMatchObject({ adopted: 3, sent: 3, dropped: {} });
    expect(valuesAt(world.server)).toEqual(left);
  });
});
