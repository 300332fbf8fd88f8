import type { Entry, Spooling } from '@tocsin/core/platform';
import { fakeRuntime, parcelNamed } from '@tocsin/kit';
import { expect, it } from 'vitest';
import { inTime } from './in-time';

const nothing = (): void => undefined;

const open = ({ isSlow = false } = {}) => {
  const writing: ((() => void) | undefined)[] = [];
  const copied: string[] = [];
  const platform = fakeRuntime();
  const copy: Spooling['copy'] = ({ parcel }, isDying, done) => {
    copied.push(`${parcel.id} ${isDying}`);
    if (!isSlow) done?.();
    else writing.push(done);
  };
  const { spool, secure, createLine } = inTime(() => ({ copySoon: nothing, copy, launched: nothing, keep: (_entry, _end, done) => done(true), forget: nothing, adopt: () => false }));
  const dsn = { scheme: 'http', publicKey: 'k', host: '127.0.0.1', path: '', projectId: '1' } as const;
  const spooling = spool?.({ destination: { dsn, client: 'test/1' }, post: platform.server.post, platform, ledger: { move: nothing, scrubbed: nothing, stats: () => ({}) }, report: nothing, taken: new Set(), adopt: nothing });
  const pending = createLine();
  const wait = (entry: Entry): void => {
    pending.add(entry);
    spooling?.copySoon(entry);
  };
  const entries = ['a', 'b', 'c'].map((id): Entry => ({ parcel: parcelNamed(id) }));
  entries.forEach(wait);
  return { copied, writing, secure, spooling, wait, pending, entries, advance: platform.advance };
};

it('copies what has not arrived after a quarter of a second, once, and what came with others not later', async () => {
  const { copied, spooling, wait, pending, entries, advance } = open();
  await advance(20);
  wait({ parcel: parcelNamed('d') });
  await advance(20);
  wait({ parcel: parcelNamed('e') });
  // A request has failed: its time goes on.
  for (const entry of entries) spooling?.copySoon(entry);
  if (entries[0]) pending.delete(entries[0]);
  await advance(200);
  expect(copied).toEqual([]);
  await advance(10);
  expect(copied).toEqual(['b false', 'c false', 'd false']);
  await advance(40);
  for (const entry of entries.slice(1)) spooling?.copySoon(entry);
  await advance(1000);
  expect(copied).toEqual(['b false', 'c false', 'd false', 'e false']);
});

it('copies no more at a time than a file holds, the newest first, and not what has arrived until it is its turn', async () => {
  const { copied, writing, wait, pending, entries, advance } = open({ isSlow: true });
  for (let n = 0; n < 64; n++) wait({ parcel: parcelNamed(String(n)) });
  await advance(250);
  expect(copied).toEqual(Array.from({ length: 64 }, (_, n) => `${n} false`));
  if (entries[0]) pending.delete(entries[0]);
  wait({ parcel: parcelNamed('later') });
  writing.splice(0).forEach((done) => done?.());
  await advance(0);
  expect(copied.slice(64)).toEqual(['b false', 'c false']);
  writing.splice(0).forEach((done) => done?.());
  await advance(250);
  expect(copied.slice(66)).toEqual(['later false']);
});

it('copies once more at once what it has copied in a moment: that may still be on its way to the disk', async () => {
  const { copied, secure, advance } = open();
  await advance(250);
  copied.length = 0;
  secure();
  expect(copied).toEqual(['c true', 'b true', 'a true']);
});

it('copies at once what else were copied in a moment, the newest first', () => {
  const { copied, secure } = open();
  expect(copied).toEqual([]);
  secure();
  expect(copied).toEqual(['c true', 'b true', 'a true']);
});

it('but not what has arrived meanwhile, or is on its way out of memory', () => {
  const { copied, secure, spooling, pending, entries } = open();
  if (entries[0]) pending.delete(entries[0]);
  if (entries[1]) spooling?.keep(entries[1], 'queue_overflow', nothing);
  secure();
  expect(copied).toEqual(['c true']);
});

it('no more than fifty, so that an outage does not hold up a process that lives on', () => {
  const { copied, secure, wait } = open();
  for (let n = 0; n < 100; n++) wait({ parcel: parcelNamed(String(n)) });
  secure();
  expect(copied).toHaveLength(50);
  expect(copied[0]).toBe('99 true');
});

it('does nothing where there is no spool', () => {
  const { spool, secure } = inTime(undefined);
  expect(spool).toBeUndefined();
  expect(secure).not.toThrow();
});
