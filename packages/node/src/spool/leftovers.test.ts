import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spool } from '@tocsin/core/platform';
import { fakeRuntime, parcelNamed } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileSpool } from './file-spool';
import type { Leftovers } from './leftovers';
import { createLeftovers } from './leftovers';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-left-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const destination = { dsn: { scheme: 'https', publicKey: 'k', host: 'errors.example', path: '', projectId: '7' }, client: 'test/1' } as const;
/** Another process on the folder; those before it are gone. */
let count = 0;
const start = (): { readonly spool: Spool; readonly leftovers: Leftovers } => {
  const leftovers = createLeftovers();
  const open = fileSpool({ roots: () => [join(home, 'spool')], maxBytes: 1e6, maxAge: 60_000, writeTimeout: 1000, leftovers, holder: { tag: `here-${++count}`, isGone: () => true } });
  return { leftovers, spool: leftovers.watch(open)(destination, () => undefined, () => undefined) };
};
/** What a spool is opened by, with what takes what comes out of it. */
const hostThat = (adopt: () => void) => {
  const platform = fakeRuntime();
  return { destination, post: platform.server.post, platform, ledger: { move: () => undefined, scrubbed: () => undefined, stats: () => ({}) }, report: () => undefined, taken: new Set<string>(), adopt };
};
const ids = Array.from({ length: 30 }, (_id, index) => `p${index}`);
const leaveAll = async (): Promise<void> => {
  const { spool } = start();
  for (const id of ids) await spool.keep(parcelNamed(id, { attachments: undefined }));
};
/** As many as it gives before one of them has arrived. */
const takeAll = async ({ take }: Spool): Promise<readonly string[]> => {
  const taken: string[] = [];
  for (let stored; (stored = await take()); ) taken.push(stored.parcel.id);
  return taken;
};

describe('what others have left', () => {
  it('goes out in small rounds, and as fast as it can while a flush waits for it', async () => {
    await leaveAll();
    const { spool, leftovers } = start();
    const first = [await spool.take(), await spool.take(), await spool.take(), await spool.take()];
    const until = performance.now() + 11;
    while (performance.now() < until) continue;
    expect(first.map((stored) => stored?.parcel.id)).toEqual(ids.slice(0, 4));
    expect(await spool.take()).toBeUndefined();
    await leftovers.during(async () => {
      expect(await takeAll(spool)).toEqual(ids.slice(4));
      return true;
    });
    expect(leftovers.areAwaited()).toBe(false);
  });

  it('is looked for anew by each flush', async () => {
    const { spool, leftovers } = start();
    expect(await spool.take()).toBeUndefined();
    await leaveAll();
    expect(await spool.take()).toBeUndefined();
    const flush = async (): Promise<boolean> => {
      expect(await takeAll(spool)).toEqual(ids);
      return true;
    };
    await leftovers.during(flush);
    await leaveAll();
    await leftovers.during(flush);
  });

  it('is owed to a flush until there is nothing more', async () => {
    const { leftovers } = start();
    let pumped = 0;
    const nothing = (): undefined => undefined;
    const spooling = leftovers.owe(() => ({ copySoon: nothing, copy: nothing, launched: nothing, keep: nothing, forget: nothing, adopt: () => false }))(hostThat(() => void pumped++));
    const { take } = leftovers.watch(() => ({ copy: nothing, keep: () => true, remove: nothing, take: nothing }))(destination, nothing, nothing);
    expect(spooling.adopt()).toBe(false);
    await leftovers.during(async () => {
      expect(spooling.adopt()).toBe(true);
      await take();
      expect(spooling.adopt()).toBe(false);
      return true;
    });
    expect(pumped).toBe(1);
  });

  it.each([
    ['at once', () => { throw new Error('no right'); }],
    ['later', () => Promise.reject(new Error('no right'))],
  ] as const)('is owed no longer when the spool fails (%s)', async (_when, fail) => {
    const { leftovers } = start();
    const nothing = (): undefined => undefined;
    const spooling = leftovers.owe(() => ({ copySoon: nothing, copy: nothing, launched: nothing, keep: nothing, forget: nothing, adopt: () => false }))(hostThat(nothing));
    const { take } = leftovers.watch(() => ({ copy: nothing, keep: () => true, remove: nothing, take: fail }))(destination, nothing, nothing);
    await leftovers.during(async () => {
      await expect((async () => await take())()).rejects.toThrow('no right');
      expect(spooling.adopt()).toBe(false);
      return true;
    });
  });
});
