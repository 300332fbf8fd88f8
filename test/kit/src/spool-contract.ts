import type { Discarded, OpenSpool, Spool, Stored } from '@tocsin/core/platform';
import { beforeEach, describe, expect, it } from 'vitest';

type Parcel = Stored['parcel'];

/** One spool, as the contract tries it. */
export interface SpoolOnTrial {
  /** Opens it for one more process. */
  readonly open: OpenSpool;
  /** All processes that have opened it die; what they still wanted to do does not happen. */
  readonly die: () => void;
  /** Whether it can write while nothing else happens any more. */
  readonly isSynchronous: boolean;
}

/** A parcel with everything that one can have. */
export const parcelNamed = (id: string, more: Partial<Parcel> = {}): Parcel => ({
  id,
  category: 'error',
  issue: `issue of ${id}`,
  suppressed: 3,
  isRecord: true,
  header: { event_id: id, sdk: { name: 'test', version: '1' }, trace: { trace_id: 't', release: 'shop@1 – ünïcode' } },
  items: [{ header: { type: 'event', content_type: 'application/json' }, payload: `{"event_id":"${id}"}` }],
  attachments: [
    { header: { type: 'attachment', filename: 'blöb.bin' }, payload: new Uint8Array([0, 255, 10, 13, 34]) },
    { header: { type: 'attachment', filename: 'text' }, payload: 'a "text"\n' },
  ],
  ...more,
});

/** What every spool has to do, whatever it keeps parcels in. */
export const describeSpool = (name: string, start: () => SpoolOnTrial): void => {
  describe(`${name}, as every spool,`, () => {
    let trial: SpoolOnTrial;
    let discarded: Discarded[];
    const open = (): Spool => trial.open({ dsn: { scheme: 'https', publicKey: 'k', host: 'errors.example', path: '', projectId: '7' }, client: 'test/1' }, (each) => void discarded.push(each), () => undefined);
    /** All that one process can get, oldest first. */
    const takeAll = async (spool: Spool): Promise<readonly string[]> => {
      const ids: string[] = [];
      for (let stored; (stored = await spool.take()); await spool.remove(stored.parcel)) ids.push(stored.parcel.id);
      return ids;
    };
    beforeEach(() => {
      trial = start();
      discarded = [];
    });

    it('is empty at first', async () => {
      expect(await open().take()).toBeUndefined();
    });

    it('gives back what it took, all of it', async () => {
      const one = open();
      const logs = parcelNamed('', { category: 'log_item', quantity: 100, suppressed: undefined, attachments: undefined });
      expect(await one.keep(parcelNamed('a'))).toBe(true);
      expect(await one.keep(logs)).toBe(true);
      trial.die();
      const next = open();
      const first = await next.take();
      expect(first).toEqual({ parcel: parcelNamed('a'), isOwn: false });
      if (first) await next.remove(first.parcel);
      expect(await next.take()).toEqual({ parcel: logs, isOwn: false });
    });

    it('gives the oldest first, each once', async () => {
      const one = open();
      for (const id of ['a', 'b', 'c', 'd']) await one.keep(parcelNamed(id));
      expect(await takeAll(open())).toEqual(['a', 'b', 'c', 'd']);
      expect(await takeAll(open())).toEqual([]);
    });

    it('gives nobody what somebody holds, until that one is gone', async () => {
      await open().copy(parcelNamed('held'), false);
      expect(await open().take()).toBeUndefined();
      trial.die();
      expect(await takeAll(open())).toEqual(['held']);
    });

    it('has a dying process write at once', async () => {
      const written = open().copy(parcelNamed('last words'), true);
      if (!trial.isSynchronous) await written;
      trial.die();
      expect(await takeAll(open())).toEqual(['last words']);
    });

    it('has one of what was copied, then kept', async () => {
      const one = open();
      const parcel = parcelNamed('a');
      void one.copy(parcel, false);
      expect(await one.keep(parcel)).toBe(true);
      expect(await one.keep(parcel)).toBe(true);
      expect(await takeAll(open())).toEqual(['a']);
    });

    it('forgets what has reached its end, also in the middle of taking it', async () => {
      const one = open();
      const [copied, kept, begun, dying] = ['copied', 'kept', 'begun', 'dying'].map((id) => parcelNamed(id));
      if (!copied || !kept || !begun || !dying) return;
      await one.copy(copied, false);
      await one.keep(kept);
      void one.copy(dying, true);
      const beginning = one.copy(begun, false);
      for (const parcel of [copied, kept, begun, dying]) void one.remove(parcel);
      await beginning;
      trial.die();
      expect(await takeAll(open())).toEqual([]);
    });

    it('knows its own, also what it took and gave back', async () => {
      const one = open();
      await one.keep(parcelNamed('mine'));
      expect(await one.take()).toMatchObject({ isOwn: true });
      trial.die();
      const two = open();
      const taken = await two.take();
      expect(taken).toMatchObject({ parcel: { id: 'mine' }, isOwn: false });
      if (taken) expect(await two.keep(taken.parcel)).toBe(true);
      expect(await two.take()).toMatchObject({ parcel: { id: 'mine' }, isOwn: true });
      expect(discarded).toEqual([]);
    });
  });
};
