import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '@tocsin/core';
import type { Discarded, Spool, Stored } from '@tocsin/core/platform';
import { describeSpool, parcelNamed, settle } from '@tocsin/kit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileSpool } from './file-spool';
import type { FileSpoolOptions } from './file-spool';
import { createLeftovers } from './leftovers';

let home: string;
let root: string;
let reported: Diagnostic[];
let discarded: Discarded[];
let now: number;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-spool-'));
  root = join(home, 'spool');
  reported = [];
  discarded = [];
  now = Date.now();
});
afterEach(() => rmSync(home, { recursive: true }));

/** Processes that share the folder: numbers, some of which are dead. */
const processes = () => {
  const dead = new Set<string>();
  let count = 0;
  return {
    open: (more: Partial<FileSpoolOptions> = {}) => fileSpool({ roots: () => [root], maxBytes: 1e6, maxAge: 60_000, writeTimeout: 1000, leftovers: createLeftovers(), now: () => now, holder: { tag: `here-${++count}`, isGone: (tag) => dead.has(tag) }, ...more }),
    die() {
      for (let id = 1; id <= count; id++) dead.add(`here-${id}`);
    },
  };
};
let { open, die } = processes();
beforeEach(() => ({ open, die } = processes()));

const destinationOf = (projectId: string) => ({ dsn: { scheme: 'https', publicKey: 'k', host: 'errors.example', path: '', projectId }, client: 'test/1' }) as const;
const start = (more: Partial<FileSpoolOptions> = {}, project = '7'): Spool => open(more)(destinationOf(project), (each) => void discarded.push(each), (diagnostic) => void reported.push(diagnostic));
const takeAll = async (spool: Spool): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let stored; (stored = await spool.take()); await spool.remove(stored.parcel)) ids.push(stored.parcel.id);
  return ids;
};
/** The one folder inside. */
const folder = (): string => join(root, readdirSync(root)[0] ?? '');
const files = (): readonly string[] => (existsSync(root) ? readdirSync(folder()) : []);
/** Of one event without attachments. */
const small = (id: string) => parcelNamed(id, { attachments: undefined });

/** All in one turn. */
const keepAll = async (spool: Spool, ids: readonly string[]): Promise<void> => {
  const kept = ids.map(async (id) => {
    expect(await spool.keep(small(id))).toBe(true);
  });
  await Promise.all(kept);
};
const copyAll = async (spool: Spool, parcels: readonly Stored['parcel'][]): Promise<void> => {
  const copied = parcels.map(async (parcel) => {
    expect(await spool.copy(parcel, false)).toBe(true);
  });
  await Promise.all(copied);
};

describeSpool('A spool on disk', () => ({ open: (...given) => open()(...given), die, isSynchronous: true }));

describe('a spool on disk', () => {
  it('touches nothing before there is something to keep', async () => {
    expect(await start().take()).toBeUndefined();
    expect(readdirSync(home)).toEqual([]);
    expect(reported).toEqual([]);
  });

  it('is for this user alone: folders and files', async () => {
    await start().keep(small('a'));
    expect([root, folder()].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(['700', '700']);
    expect(files().map((file) => (statSync(join(folder(), file)).mode & 0o777).toString(8))).toEqual(['600']);
  });

  it('writes few files at a time, however many come at once', async () => {
    const spool = start();
    let most = 0;
    const kept: string[] = [];
    const keep = async (id: string): Promise<void> => {
      if (await spool.keep(small(id))) kept.push(id);
    };
    const keeping = Array.from({ length: 200 }, (_parcel, index) => keep(`p${index}`));
    for (let turn = 0; kept.length < 200 && turn < 10_000; turn++) {
      most = Math.max(most, files().filter((file) => file.includes('.part-')).length);
      await new Promise((resolve) => void setImmediate(resolve));
    }
    await Promise.all(keeping);
    expect(kept).toHaveLength(200);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('writes the newest of a crowd first: what has waited longest may be sent before its turn', async () => {
    const spool = start();
    const written: number[] = [];
    const copying = Array.from({ length: 200 }, async (_parcel, index) => {
      await spool.copy(small(`p${index}`), false);
      written.push(index);
    });
    await Promise.all(copying);
    expect(written).toHaveLength(200);
    expect(written.indexOf(199)).toBeLessThan(written.indexOf(100));
    expect(written.indexOf(100)).toBeLessThan(written.indexOf(10));
  });

  it('lets go at once of what was removed before its turn', async () => {
    const spool = start();
    const settled: string[] = [];
    const parcels = Array.from({ length: 40 }, (_parcel, index) => small(`p${index}`));
    const copying = parcels.map(async (parcel) => {
      await spool.copy(parcel, false);
      settled.push(parcel.id);
    });
    const removed = parcels.slice(8);
    for (const parcel of removed) void spool.remove(parcel);
    // No file is written before the event loop has gone round.
    await settle();
    expect(settled).toEqual(removed.map(({ id }) => id));
    await Promise.all(copying);
    die();
    expect(await takeAll(start())).toEqual(parcels.slice(0, 8).map(({ id }) => id));
  });

  it('reads a payload that is made when it is read once, when it is written, and never when it is removed before', async () => {
    const spool = start();
    let reads = 0;
    const postponed = (id: string) =>
      parcelNamed(id, {
        weight: 100,
        attachments: undefined,
        items: [{ header: { type: 'event' }, get payload() {
          reads++;
          return '{}';
        } }],
      });
    const parcels = ['a', 'b', 'c'].map(postponed);
    const copying = copyAll(spool, parcels.slice(1));
    void spool.copy(parcels[0] ?? small(''), false);
    void spool.remove(parcels[0] ?? small(''));
    expect(reads).toBe(0);
    await copying;
    expect(reads).toBe(2);
    // Where it depends on how large it really is, that is seen.
    expect(await start({ maxBytes: 4_000 }, '8').keep(postponed('small spool'))).toBe(true);
    die();
    const taken = await start().take();
    expect(taken?.parcel).toEqual({ ...postponed('b'), weight: undefined, attachments: undefined });
    expect(Object.keys(taken?.parcel ?? {})).not.toContain('weight');
  });

  it('writes what is due at once into one file, crosses out what has arrived, and takes the file away with the last', async () => {
    const spool = start();
    const parcels = Array.from({ length: 5 }, (_parcel, index) => small(`p${index}`));
    await copyAll(spool, parcels);
    expect(files()).toEqual([expect.stringMatching(/-5-\d+\.parcel\.held-here-1$/)]);
    for (const index of [0, 3]) await spool.remove(parcels[index] ?? small(''));
    const [file = ''] = files();
    expect(readFileSync(join(folder(), file), 'utf8').match(/^[+-]/gm)).toEqual(['-', '+', '+', '-', '+']);
    for (const parcel of parcels) await spool.remove(parcel);
    expect(files()).toEqual([]);
  });

  it('is found by the next without what had arrived, however its process ended', async () => {
    const spool = start();
    const parcels = Array.from({ length: 150 }, (_parcel, index) => small(`p${index}`));
    await copyAll(spool, parcels);
    expect(files().length).toBeLessThan(6);
    const arrived = parcels.filter((_parcel, index) => index % 3 === 1);
    for (const parcel of arrived) void spool.remove(parcel);
    die();
    expect(await takeAll(start())).toEqual(parcels.filter((parcel) => !arrived.includes(parcel)).map(({ id }) => id));
    expect(files()).toEqual([]);
    expect(discarded).toEqual([]);
  });

  it('writes the last words of a process into few files, with what waited for its turn and has no id', async () => {
    const spool = start();
    void spool.keep(small(''));
    const dying = Array.from({ length: 150 }, (_parcel, index) => small(`p${index}`));
    for (const parcel of dying) expect(spool.copy(parcel, true)).toBe(true);
    expect(files()).toHaveLength(3);
    void spool.remove(dying[0] ?? small(''));
    for (const parcel of dying.slice(1, 100)) expect(spool.keep(parcel)).toBe(true);
    // Some were kept, others not yet: the next one finds all when this one is gone.
    die();
    expect(await takeAll(start())).toEqual(['', ...dying.slice(1).map(({ id }) => id)]);
    expect(files()).toEqual([]);
    expect(discarded).toEqual([]);
  });

  it('counts what a file has lost that was cut off', async () => {
    const one = start();
    await keepAll(one, ['a', 'b', 'c']);
    const [file = ''] = files().map((name) => join(folder(), name));
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, text.indexOf('\n') + 20));
    expect(await takeAll(start())).toEqual(['a']);
    expect(discarded).toEqual([{ parcel: undefined, isOwn: false }, { parcel: undefined, isOwn: false }]);
    // Its own it counts as what they were.
    discarded.length = 0;
    const two = start();
    await keepAll(two, ['d', 'e']);
    writeFileSync(join(folder(), files()[0] ?? ''), '');
    expect(await takeAll(two)).toEqual([]);
    expect(discarded).toEqual(['d', 'e'].map((id) => ({ parcel: expect.objectContaining({ id, suppressed: 3 }), isOwn: true })));
  });

  it('never shows half a file under a name that others read', async () => {
    const length = 400_000;
    const writing = start().keep(parcelNamed('a', { items: [{ header: { type: 'event' }, payload: 'x'.repeat(length) }] }));
    const ends: string[] = [];
    while (ends.at(-1) !== 'parcel') {
      for (const file of files()) {
        if (file.includes('.part-')) ends.push('part');
        else if (statSync(join(folder(), file)).size > length) ends.push('parcel');
        else ends.push('half');
      }
      await new Promise((resolve) => void setImmediate(resolve));
    }
    expect(ends).not.toContain('half');
    expect(await writing).toBe(true);
    expect(await takeAll(start())).toEqual(['a']);
  });

  it('throws the oldest away when there is no room, counted, and takes nothing that would push half of it out', async () => {
    const one = start({ maxBytes: 2400 });
    const sized = (id: string, bytes: number) => parcelNamed(id, { attachments: undefined, items: [{ header: { type: 'event' }, payload: 'x'.repeat(bytes) }] });
    for (const id of ['a', 'b', 'c', 'd']) await one.keep(sized(id, 400));
    expect(discarded.map(({ parcel, isOwn }) => [parcel?.id, isOwn])).toEqual([['a', true]]);
    expect(await one.keep(sized('huge', 1500))).toBe(false);
    expect(await takeAll(start())).toEqual(['b', 'c', 'd']);
  });

  it('does not give up what somebody holds for a newcomer', async () => {
    const one = start({ maxBytes: 1000 });
    await one.copy(small('a'), false);
    await one.copy(small('b'), false);
    await one.copy(small('c'), false);
    expect(await one.keep(small('d'))).toBe(false);
    expect(discarded).toEqual([]);
  });

  it('throws away what is too old, and nothing for a clock that was set back', async () => {
    const one = start();
    await one.keep(small('old'));
    now += 30_000;
    await one.keep(small('young'));
    now += 40_000;
    expect(await takeAll(start())).toEqual(['young']);
    expect(discarded.map(({ parcel, isOwn }) => [parcel?.id, isOwn])).toEqual([['old', false]]);
    await one.keep(small('future'));
    now -= 3_600_000;
    expect(await takeAll(start())).toEqual(['future']);
  });

  it.each([
    ['blank lines', '\n\r\n \n\n', 1],
    ['a million line breaks', '\n'.repeat(1e6), 1],
    ['a million lines of somebody else', 'x\n'.repeat(1e6), 1],
    ['blank lines round what is ours', undefined, 0],
  ])('takes a file away that holds %s, counted once, and sends the others', async (_what, text, lost) => {
    const one = start();
    await one.keep(small('strange'));
    const [file = ''] = files().map((name) => join(folder(), name));
    await one.keep(small('good'));
    writeFileSync(file, text ?? `\n\n${readFileSync(file, 'utf8')}\n\n`);
    die();
    const startedAt = performance.now();
    expect(await takeAll(start())).toEqual([...(text === undefined ? ['strange'] : []), 'good']);
    expect(performance.now() - startedAt).toBeLessThan(1500);
    expect(discarded).toEqual(Array.from({ length: lost }, () => ({ parcel: undefined, isOwn: false })));
    expect(files()).toEqual([]);
  });

  it('skips what is torn or was tampered with, counted, and leaves alone what is not its own', async () => {
    const one = start();
    for (const id of ['torn', 'empty', 'category', 'counts', 'items', 'good']) await one.keep(small(id));
    const [torn = '', empty = '', category = '', counts = '', items = '', good = ''] = files().map((file) => join(folder(), file));
    writeFileSync(torn, readFileSync(torn).subarray(0, 100));
    writeFileSync(empty, '');
    const spoil = (file: string, more: object): void => writeFileSync(file, `+${JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8').slice(1)), ...more })}\n`);
    spoil(category, { category: 'constructor' });
    spoil(counts, { suppressed: -1e9 });
    spoil(items, { items: [{ header: { type: 'event' }, payload: 5 }] });
    const foreign = ['notes.txt', '.DS_Store', `x${good.slice(folder().length + 1)}`, '00000000000000-000000-x-1.parcel.held-'];
    for (const name of foreign) writeFileSync(join(folder(), name), 'foreign');
    mkdirSync(join(folder(), 'folder'));
    expect(await takeAll(start())).toEqual(['good']);
    expect(discarded).toEqual(Array.from({ length: 5 }, () => ({ parcel: undefined, isOwn: false })));
    expect([...files()].sort()).toEqual([...foreign, 'folder'].sort());
    expect(reported.map(({ code }) => code)).toEqual(['T1010']);
    expect(reported[0]?.detail).toContain(folder());
  });

  it('clears away what a dead process had begun to write', async () => {
    const one = start();
    await one.keep(small('a'));
    const [name = ''] = files();
    writeFileSync(join(folder(), `${name}.part-here-1`), 'half');
    await takeAll(start());
    expect(files()).toContain(`${name}.part-here-1`);
    die();
    await start().take();
    expect(files()).toEqual([]);
  });

  it('writes for a dying process as long as there is time, and not longer', async () => {
    const one = start({ writeTimeout: 100 });
    const begun = one.copy(small('begun'), false);
    expect(one.copy(small('first'), true)).toBe(true);
    const wait = performance.now() + 101;
    while (performance.now() < wait) continue;
    expect(one.copy(small('late'), true)).toBe(false);
    expect(one.keep(small('later'))).toBe(false);
    await begun;
    die();
    expect(new Set(await takeAll(start()))).toEqual(new Set(['begun', 'first']));
  });

  it('says to whom it belongs what it keeps: two projects never meet', async () => {
    await start({}, '7').keep(small('seven'));
    await start({}, '8').keep(small('eight'));
    expect(readdirSync(root)).toHaveLength(2);
    expect(await takeAll(start({}, '8'))).toEqual(['eight']);
    expect(await takeAll(start({}, '7'))).toEqual(['seven']);
  });

  it('gives a few at a time of what others have left, and the next when all of them have ended', async () => {
    const ids = Array.from({ length: 10 }, (_id, index) => `p${index}`);
    const one = start();
    await keepAll(one, ids);
    const two = start();
    const out = [await two.take(), await two.take(), await two.take(), await two.take()];
    const over = performance.now() + 11;
    while (performance.now() < over) continue;
    expect(out.map((stored) => stored?.parcel.id)).toEqual(ids.slice(0, 4));
    expect(await two.take()).toBeUndefined();
    for (const stored of out.slice(1)) if (stored) await two.remove(stored.parcel);
    expect(await two.take()).toBeUndefined();
    if (out[0]) await two.remove(out[0].parcel);
    // Between two rounds nothing is held: whoever comes first goes on.
    expect(files()).toEqual([expect.stringMatching(/\.parcel$/)]);
    expect((await start().take())?.parcel.id).toBe('p4');
    expect(await two.take()).toBeUndefined();
  });

  it('takes its own back at once, also out of a file in which something else is held, and while others are on their way', async () => {
    const two = start();
    await keepAll(start(), ['guest 1', 'guest 2', 'guest 3', 'guest 4', 'guest 5']);
    const guests = [await two.take(), await two.take(), await two.take(), await two.take()];
    expect(guests.map((stored) => stored?.isOwn)).toEqual([false, false, false, false]);
    const parcels = ['held', 'a', 'b'].map(small);
    await copyAll(two, parcels);
    for (const parcel of parcels.slice(1)) expect(two.keep(parcel)).toBe(true);
    const a = await two.take();
    expect(a).toMatchObject({ parcel: { id: 'a' }, isOwn: true });
    expect(await two.take()).toMatchObject({ parcel: { id: 'b' }, isOwn: true });
    expect(await two.take()).toBeUndefined();
    if (a) void two.remove(a.parcel);
    await keepAll(two, ['c']);
    expect(await two.take()).toMatchObject({ parcel: { id: 'c' }, isOwn: true });
    die();
    expect(new Set(await takeAll(start()))).toEqual(new Set(['guest 1', 'guest 2', 'guest 3', 'guest 4', 'guest 5', 'held', 'b', 'c']));
    expect(discarded).toEqual([]);
  });

  it('lets others have what it has not sent when it closes', async () => {
    const one = start();
    await keepAll(one, ['a', 'b', 'c']);
    const two = start();
    const taken = await two.take();
    if (taken) expect(await two.keep(taken.parcel)).toBe(true);
    expect(await takeAll(start())).toEqual(['a', 'b', 'c']);
  });

  it('goes on with the oldest after each round', async () => {
    const one = start();
    const ids = Array.from({ length: 150 }, (_id, index) => `p${index}`);
    await keepAll(one, ids);
    expect(await takeAll(start())).toEqual(ids);
  });
});

it('whatever is copied, kept, taken and removed in whatever order, the next process finds what has not reached its end, each once', async () => {
  const step = fc.oneof(
    fc.record({ what: fc.constantFrom('copy', 'keep', 'dying', 'remove' as const), which: fc.nat(29) }),
    fc.record({ what: fc.constantFrom('turn', 'take', 'letGo' as const), which: fc.nat(3) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      rmSync(root, { recursive: true, force: true });
      ({ open, die } = processes());
      discarded = [];
      const one = start();
      const parcels = Array.from({ length: 30 }, (_parcel, index) => small(`p${index}`));
      /** What is to be found, and what has left memory for good. */
      const there = new Set<string>();
      // Nobody hands in again what has left memory.
      const kept = new Set<string>();
      const taken: Stored['parcel'][] = [];
      const writing: unknown[] = [];
      for (const { what, which } of steps) {
        const parcel = parcels[which] ?? small('');
        if (what === 'turn') await new Promise((resolve) => void setImmediate(resolve));
        else if (what === 'take') taken.push(...[await one.take()].flatMap((stored) => (stored ? [stored.parcel] : [])));
        else if (what === 'letGo') writing.push(...taken.splice(0, which).map((out) => one.keep(out)));
        else if (what === 'remove') {
          // What has left memory is known by what comes out alone.
          const out = taken.pop() ?? parcel;
          void one.remove(out);
          there.delete(out.id);
        } else if (!kept.has(parcel.id)) {
          writing.push(what === 'keep' ? one.keep(parcel) : one.copy(parcel, what === 'dying'));
          there.add(parcel.id);
          if (what === 'keep') kept.add(parcel.id);
        }
      }
      await Promise.all(writing);
      die();
      const found = await takeAll(start());
      expect([...found].sort()).toEqual([...there].sort());
      expect(discarded).toEqual([]);
      expect(files()).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

describe('a folder that cannot be trusted', () => {
  const faults: readonly (readonly [name: string, plant: () => void])[] = [
    ['has rights for others', () => mkdirSync(root, { mode: 0o755 })],
    ['has rights for others inside', () => {
      mkdirSync(root, { mode: 0o700 });
      mkdirSync(join(root, hash));
      chmodSync(join(root, hash), 0o770);
    }],
    ['is a link', () => {
      mkdirSync(join(home, 'elsewhere'), { mode: 0o700 });
      symlinkSync(join(home, 'elsewhere'), root);
    }],
    ['is a file', () => writeFileSync(root, '')],
    ...(process.getuid?.() === 0 ? ([['belongs to somebody else', () => {
      mkdirSync(root, { mode: 0o700 });
      chownSync(root, 12_345, 12_345);
    }]] as const) : []),
  ];
  let hash = '';

  it.each(faults)('that %s is not used, which is said', async (_name, plant) => {
    await start().keep(small('planted'));
    [hash = ''] = readdirSync(root);
    renameSync(root, join(home, 'aside'));
    plant();
    const before = execFileSync('find', [home]).toString();
    const one = start();
    expect(await one.take()).toBeUndefined();
    expect(await one.keep(small('a'))).toBe(false);
    expect(() => one.copy(small('b'), true)).toThrow(/spool/);
    expect(execFileSync('find', [home]).toString()).toBe(before);
    expect(reported.map(({ code }) => code)).toEqual(['T1009', 'T1009']);
    expect(reported[0]?.detail).toContain(root);
  });

  it('is left for the next best one only where it cannot be made', async () => {
    const blocked = join(home, 'file', 'spool');
    writeFileSync(join(home, 'file'), '');
    expect(await start({ roots: () => [blocked, root] }).keep(small('a'))).toBe(true);
    expect(await takeAll(start({ roots: () => [blocked, root] }))).toEqual(['a']);
    mkdirSync(join(home, 'open'), { mode: 0o777 });
    chmodSync(join(home, 'open'), 0o777);
    expect(await start({ roots: () => [join(home, 'open'), root] }).keep(small('b'))).toBe(false);
    expect(await start({ roots: () => [blocked] }).keep(small('c'))).toBe(false);
    expect(reported.map(({ code }) => code)).toEqual(['T1009', 'T1009']);
  });
});

describe('a file that somebody has planted', () => {
  it('is not read through a link, nor waited for as a pipe', async () => {
    const one = start();
    for (const id of ['linked', 'pipe', 'good']) await one.keep(small(id));
    const [linked = '', pipe = ''] = files().map((file) => join(folder(), file));
    renameSync(linked, join(home, 'target'));
    symlinkSync(join(home, 'target'), linked);
    rmSync(pipe);
    execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
    expect(await takeAll(start())).toEqual(['good']);
    expect(lstatSync(join(home, 'target')).isFile()).toBe(true);
    expect(discarded).toHaveLength(2);
  });
});
