import type { Entry, OpenSpooling, Spooling } from '@tocsin/core/platform';
import { fakeRuntime, parcelNamed } from '@tocsin/kit';
import { expect, it } from 'vitest';
import { emptying } from './emptying';

type Host = Parameters<OpenSpooling>[0];

const nothing = (): void => undefined;

/** A spooling that sees what an entry holds when it is asked. */
const watched = (isKept: boolean) => {
  const seen: number[] = [];
  const inner: Spooling = {
    copySoon: nothing,
    copy: nothing,
    launched: nothing,
    keep: (_entry, _end, done) => done(isKept),
    forget: ({ parcel }) => void seen.push(parcel.items.length),
    adopt: () => false,
  };
  const platform = fakeRuntime();
  const dsn = { scheme: 'http', publicKey: 'k', host: '127.0.0.1', path: '', projectId: '1' } as const;
  const host: Host = { destination: { dsn, client: 'test/1' }, post: platform.server.post, platform, ledger: { move: nothing, scrubbed: nothing, stats: () => ({}) }, report: nothing, taken: new Set(), adopt: nothing };
  return { seen, spooling: emptying(() => inner)(host) };
};
const full = (): Entry => {
  const parcel = parcelNamed('a', { items: [{ header: { type: 'event' }, payload: '{}' }] });
  return { parcel, stored: parcel };
};
const held = ({ parcel, stored }: Entry): readonly unknown[] => [...parcel.items, ...(parcel.attachments ?? []), ...(stored ? [stored] : [])];

it('an entry that has ended holds nothing, once the spool has forgotten it', () => {
  const { seen, spooling } = watched(true);
  const entry = full();
  spooling.forget(entry);
  expect(seen).toEqual([1]);
  expect(held(entry)).toEqual([]);
  expect(entry.parcel.id).toBe('a');
});

it.each([true, false])('one that leaves memory (kept: %s) holds nothing, once that is counted', (isKept) => {
  const { spooling } = watched(isKept);
  const entry = full();
  const counted: unknown[] = [];
  spooling.keep(entry, 'queue_overflow', (kept) => counted.push(kept, entry.parcel.items.length));
  expect(counted).toEqual([isKept, 1]);
  // What is not kept may go on.
  expect(held(entry)).toEqual(isKept ? [] : held(full()));
  spooling.forget(entry);
  expect(held(entry)).toEqual([]);
});
