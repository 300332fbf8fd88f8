import type { Spool } from '@tocsin/core/platform';
import { parcelNamed } from '@tocsin/kit';
import { useFakeTimers, useRealTimers } from '@tocsin/kit/node-timers';
import { expect, it } from 'vitest';
import { lazySpool } from './lazy-spool';
import { createLeftovers } from './leftovers';

const parcel = parcelNamed('a');

const opened = () => {
  const calls: string[] = [];
  const note = (name: string) => (): undefined => void calls.push(name);
  const spool: Spool = { copy: note('copy'), keep: () => true, remove: note('remove'), take: note('take') };
  const make = () => () => {
    calls.push('open');
    return spool;
  };
  const dsn = { scheme: 'http', publicKey: 'k', host: '127.0.0.1', path: '', projectId: '1' } as const;
  const leftovers = createLeftovers();
  return { calls, leftovers, lazy: lazySpool(make, leftovers)({ dsn, client: 'test/1' }, () => undefined, () => undefined) };
};

it('is opened by what is to be kept', () => {
  const { calls, lazy } = opened();
  void lazy.copy(parcel, false);
  void lazy.remove(parcel);
  void lazy.copy(parcel, true);
  expect(calls).toEqual(['open', 'copy', 'remove', 'copy']);
});

it('is opened after the first turn by the question what earlier processes have left', async () => {
  const { calls, lazy } = opened();
  const taken = lazy.take();
  expect(calls).toEqual([]);
  await taken;
  expect(calls).toEqual(['open', 'take']);
});

it('is opened at once when somebody waits for that', async () => {
  useFakeTimers({ toFake: ['setTimeout'] });
  const { calls, lazy, leftovers } = opened();
  const taken = lazy.take();
  await leftovers.during(async () => (await taken) === undefined);
  expect(calls).toEqual(['open', 'take']);
  useRealTimers();
});

it('has nothing to forget before it is opened', () => {
  const { calls, lazy } = opened();
  void lazy.remove(parcel);
  expect(calls).toEqual([]);
});
