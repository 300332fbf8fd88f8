import type { Discarded, OpenSpool, Spool, Stored } from '@tocsin/core/platform';

type Parcel = Stored['parcel'];

interface Record {
  readonly parcel: Parcel;
  readonly isFree: boolean;
  readonly isTorn?: boolean;
}

/** A spool in memory, and the ways in which one can fail. */
export interface FakeSpool {
  /** Opens it for one process, or for one more that shares it. */
  readonly open: OpenSpool;
  /** What it holds, oldest first. */
  readonly parcels: () => readonly Parcel[];
  /** All processes die: what they held is free. */
  readonly die: () => void;
  /** Another process takes all that are free. */
  readonly lose: () => void;
  /** Throws the oldest free one away, and tells the process that opened it last. */
  readonly discard: () => void;
  /** Makes the oldest free one unreadable. */
  readonly tear: () => void;
  /** How it behaves. Default `sync`. */
  mode: 'sync' | 'async' | 'full' | 'broken';
}

/** Starts one, empty. Parcels are cloned on their way in and out, as by a disk. */
export const fakeSpool = (): FakeSpool => {
  const records = new Map<string, Record>();
  let count = 0;
  let onDiscard: (discarded: Discarded) => void = () => undefined;
  let isOwn: (key: string) => boolean = () => false;

  const oldestFree = (): readonly [string, Record] | undefined => [...records].find(([, { isFree }]) => isFree);
  const throwAway = (key: string, { parcel, isTorn }: Record): void => {
    records.delete(key);
    onDiscard({ parcel: isTorn && !isOwn(key) ? undefined : parcel, isOwn: isOwn(key) });
  };
  const answer = <T>(act: () => T): T | Promise<T> => {
    if (fake.mode === 'broken') throw new Error('ENOSPC');
    return fake.mode === 'async' ? Promise.resolve().then(act) : act();
  };

  const fake: FakeSpool = {
    mode: 'sync',
    parcels: () => [...records.values()].map(({ parcel }) => parcel),
    die() {
      for (const [key, { parcel }] of records) records.set(key, { parcel, isFree: true });
      isOwn = () => false;
    },
    lose() {
      for (const [key, { isFree }] of records) if (isFree) records.delete(key);
    },
    discard() {
      const [key, record] = oldestFree() ?? [];
      if (key !== undefined && record) throwAway(key, record);
    },
    tear() {
      const [key, record] = oldestFree() ?? [];
      if (key !== undefined && record) records.set(key, { ...record, isTorn: true });
    },
    open(_destination, discard): Spool {
      const keys = new Map<Parcel, string>();
      const own = new Set<string>();
      const doomed = new WeakSet<Parcel>();
      onDiscard = discard;
      isOwn = (key) => own.has(key);
      const put = (parcel: Parcel, isFree: boolean): boolean => {
        const key = keys.get(parcel) ?? String(++count);
        keys.set(parcel, key);
        doomed.delete(parcel);
        own.add(key);
        records.set(key, { parcel: structuredClone(parcel), isFree });
        return true;
      };
      const setFree = (parcel: Parcel, isFree: boolean): void => {
        const key = keys.get(parcel) ?? '';
        const record = records.get(key);
        if (record) records.set(key, { ...record, isFree });
      };
      return {
        copy: (parcel) => answer(() => fake.mode !== 'full' && put(parcel, false)),
        keep(parcel) {
          const isKept = answer(() => fake.mode !== 'full' && put(parcel, fake.mode === 'sync'));
          // Nobody hears of it, and nobody gets it, before this is answered.
          if (isKept instanceof Promise) void isKept.then(() => undefined).then(() => setFree(parcel, !doomed.has(parcel)));
          return isKept;
        },
        remove(parcel) {
          doomed.add(parcel);
          setFree(parcel, false);
          return answer(() => records.delete(keys.get(parcel) ?? ''));
        },
        take: () =>
          answer(() => {
            const [key, record] = oldestFree() ?? [];
            if (key === undefined || !record) return undefined;
            if (record.isTorn) {
              throwAway(key, record);
              return undefined;
            }
            const parcel = structuredClone(record.parcel);
            records.set(key, { parcel, isFree: false });
            keys.set(parcel, key);
            return { parcel, isOwn: own.has(key) };
          }),
      };
    },
  };
  return fake;
};
