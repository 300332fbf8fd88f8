import type { FakeRuntime, FakeSpool } from '@tocsin/kit';
import { fakeRuntime, fakeSpool, settle } from '@tocsin/kit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../base/ledger';
import { createLedger } from '../base/ledger';
import type { Parcel } from './parcel';
import { Transport } from './transport';
import type { OpenSpooling } from './transport-parts';
import { withSpool } from './with-spool';

let runtime: FakeRuntime;
let spool: FakeSpool;
let ledger: Ledger;
let reported: string[];
let concurrency: number | undefined;

const start = (bufferSize = 2500, open: OpenSpooling = withSpool(spool.open)): Transport => {
  ledger = createLedger(() => undefined);
  return new Transport({
    destination: { dsn: { scheme: 'https', publicKey: 'k', host: 'errors.example', path: '', projectId: '7' }, client: 'test/1' },
    post: runtime.server.post,
    platform: Object.defineProperty({ ...runtime, spool: open }, 'concurrency', { get: () => concurrency }),
    ledger,
    report: ({ code }) => reported.push(code),
    taken: new Set(),
    sendClientReports: false,
    transportOptions: { bufferSize },
  });
};
const push = (transport: Transport, id: string, more: Partial<Parcel> = {}): void => {
  const parcel: Parcel = { id, category: id ? 'error' : 'log_item', issue: id, header: { event_id: id }, items: [{ header: { type: 'event' }, payload: '{}' }], ...more };
  ledger.move('captured', 'pending', parcel);
  transport.push(parcel);
};
const ids = () => runtime.server.received.map(({ header }) => header['event_id']);
const refuse = (): never => {
  throw new Error('hung up');
};

beforeEach(() => {
  runtime = fakeRuntime();
  spool = fakeSpool();
  reported = [];
  concurrency = undefined;
});

describe('a spool', () => {
  it('sees nothing of what is acknowledged within 250 ms, and holds a copy of the rest until then', async () => {
    const transport = start();
    push(transport, 'quick');
    await runtime.advance(1000);
    expect(ids()).toEqual(['quick']);
    runtime.server.hold = true;
    push(transport, 'slow');
    await runtime.advance(249);
    expect(spool.parcels()).toHaveLength(0);
    await runtime.advance(1);
    expect(spool.parcels().map(({ id }) => id)).toEqual(['slow']);
    expect(ledger.stats().error).toMatchObject({ pending: 1, spooled: 0 });
    runtime.server.release();
    await settle();
    expect(spool.parcels()).toHaveLength(0);
    expect(ledger.stats().error).toMatchObject({ sent: 2, pending: 0, spooled: 0 });
  });

  it('hears of an end when it is counted, and may empty the entry then', async () => {
    const emptying: OpenSpooling = (host) => ({ ...withSpool(spool.open)(host), forget: (entry) => void (entry.parcel = { ...entry.parcel, quantity: 0, items: [] }) });
    const transport = start(undefined, emptying);
    push(transport, '', { quantity: 3 });
    await settle();
    expect(ledger.stats().log_item).toMatchObject({ captured: 3, sent: 3, pending: 0 });
  });

  it.each(['sync', 'async'] as const)('takes what is pending at a close (%s), and the next process sends it, oldest first, with what it stands for', async (mode) => {
    spool.mode = mode;
    runtime.server.answer = refuse;
    const transport = start();
    push(transport, 'a', { suppressed: 2, attachments: [{ header: { type: 'attachment', filename: 'f' }, payload: new Uint8Array([1]) }] });
    ledger.move('captured', 'pending', { category: 'error', quantity: 2 });
    ledger.move('pending', 'folded', { category: 'error', quantity: 2 });
    push(transport, 'b');
    await settle();
    transport.close();
    await settle();
    expect(ledger.stats()).toMatchObject({ error: { captured: 4, spooled: 2, folded: 2, pending: 0, dropped: {} }, attachment: { spooled: 1 } });
    spool.die();
    runtime.server.answer = () => ({});
    start();
    await settle();
    expect(ids()).toEqual(['a', 'b']);
    expect(ledger.stats()).toMatchObject({ error: { captured: 0, adopted: 4, sent: 2, folded: 2, pending: 0, spooled: 0 }, attachment: { adopted: 1, sent: 1 } });
    expect(spool.parcels()).toHaveLength(0);
  });

  it('takes what the queue has no room for, and gives it back when there is time', async () => {
    runtime.server.hold = true;
    const transport = start(2);
    for (const id of ['a', 'b', 'c']) push(transport, id);
    expect(ledger.stats().error).toMatchObject({ spooled: 1, pending: 2, dropped: {} });
    runtime.server.release();
    await settle();
    expect(new Set(ids())).toEqual(new Set(['a', 'b', 'c']));
    expect(ledger.stats().error).toMatchObject({ captured: 3, adopted: 0, sent: 3, spooled: 0 });
  });

  it.each(['full', 'async', 'sync', 'broken'] as const)('takes whole what has no room for its attachments, or else it goes on without them (%s)', async (mode) => {
    spool.mode = mode;
    runtime.server.hold = true;
    const transport = start();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) push(transport, id, { attachments: [{ header: { type: 'attachment', filename: 'f' }, payload: new Uint8Array(9_000_000) }] });
    await settle();
    runtime.server.release();
    await settle();
    await transport.flush(1000, Promise.resolve());
    expect(ledger.stats().error).toMatchObject({ captured: 8, sent: 8, pending: 0, spooled: 0, dropped: {} });
    const isKept = mode === 'sync' || mode === 'async';
    expect(ledger.stats().attachment).toMatchObject(isKept ? { sent: 8, dropped: {} } : { sent: 2, dropped: { queue_overflow: 6 } });
  });

  it('that answers late takes all that it has a copy of when the client closes, however much is on its way in', async () => {
    let isLate = true;
    const late: OpenSpooling = withSpool((...host) => {
      const own = spool.open(...host);
      return { ...own, keep: (parcel) => (isLate ? new Promise<boolean>(() => undefined) : own.keep(parcel)) };
    });
    runtime.server.hold = true;
    const transport = start(10, late);
    for (let n = 0; n < 1100; n++) push(transport, `e${n}`);
    await settle();
    const lost = ledger.stats().error?.dropped['queue_overflow'] ?? 0;
    isLate = false;
    transport.close();
    expect(ledger.stats().error).toMatchObject({ pending: 0, spooled: 1100 - lost, dropped: { queue_overflow: lost } });
    expect(ledger.stats().error?.dropped['closed']).toBeUndefined();
    expect(lost).toBeLessThan(100);
  });

  it('is waited for by a flush, as far as it has what this process put there', async () => {
    const transport = start(2);
    for (const id of ['a', 'b', 'c', 'd']) push(transport, id);
    spool.mode = 'async';
    expect(ledger.stats().error).toMatchObject({ spooled: 2, pending: 2 });
    const flushed = transport.flush(2000, Promise.resolve()).then((isAll) => ({ isAll, ...ledger.stats().error }));
    await settle();
    expect(await flushed).toMatchObject({ isAll: true, sent: 4, spooled: 0, pending: 0 });
  });

  it('is waited for while the platform lets nothing begin for a moment', async () => {
    const transport = start(2);
    for (const id of ['a', 'b', 'c', 'd']) push(transport, id);
    runtime.server.hold = true;
    let isOver = false;
    const flushed = transport.flush(2000, Promise.resolve()).finally(() => (isOver = true));
    await settle();
    concurrency = 0;
    runtime.server.release();
    await settle();
    expect(ledger.stats().error).toMatchObject({ sent: 2, pending: 0, spooled: 2 });
    expect(isOver).toBe(false);
    concurrency = undefined;
    runtime.server.hold = false;
    void transport.flush(0, new Promise(() => undefined));
    await settle();
    expect(await flushed).toBe(true);
    expect(ledger.stats().error).toMatchObject({ sent: 4, pending: 0, spooled: 0 });
  });

  it('but not for what somebody else has sent meanwhile', async () => {
    const transport = start(2);
    for (const id of ['a', 'b', 'c', 'd']) push(transport, id);
    spool.lose();
    const flushed = transport.flush(2000, Promise.resolve());
    await settle();
    expect(await flushed).toBe(true);
    expect(ids()).toHaveLength(2);
  });

  it('nor where the server takes nothing for a while', async () => {
    runtime.server.answer = () => ({ status: 429, headers: { 'retry-after': '60' } });
    const transport = start();
    push(transport, 'record', { isRecord: true });
    await settle();
    const flushed = transport.flush(2000, Promise.resolve());
    await settle();
    expect(await flushed).toBe(true);
    expect(ledger.stats().error).toMatchObject({ spooled: 1, pending: 0 });
  });

  it('has everything before a dying process sends, and keeps what is not acknowledged', async () => {
    const transport = start();
    runtime.server.hold = true;
    for (const id of ['a', 'b', 'c']) push(transport, id);
    transport.flushSync((bodies) => {
      expect(spool.parcels()).toHaveLength(bodies.length);
      return [{ status: 200, header: () => null }, { status: 429, header: () => null }, undefined];
    });
    expect(spool.parcels().map(({ id }) => id)).toEqual(['c']);
    expect(ledger.stats().error).toMatchObject({ sent: 1, spooled: 1, dropped: { ratelimit_backoff: 1 } });
    await settle();
  });

  it('does not have what is on the wire without an id: it could come twice', async () => {
    const transport = start();
    runtime.server.hold = true;
    push(transport, '');
    await runtime.advance(1000);
    expect(spool.parcels()).toHaveLength(0);
    transport.close();
    expect(spool.parcels()).toHaveLength(0);
    expect(ledger.stats().log_item).toMatchObject({ dropped: { closed: 1 } });
  });

  it('takes a record that the server turns away for want of quota, and gives it back when there is some; of the rest it takes nothing', async () => {
    runtime.server.answer = () => ({ status: 429, headers: { 'retry-after': '60' } });
    const transport = start();
    push(transport, 'record', { isRecord: true });
    await settle();
    push(transport, 'late record', { isRecord: true });
    push(transport, 'event');
    await settle();
    expect(spool.parcels().map(({ id }) => id)).toEqual(['record', 'late record']);
    expect(ledger.stats().error).toMatchObject({ spooled: 2, pending: 0, dropped: { ratelimit_backoff: 1 } });
    runtime.server.answer = () => ({});
    await runtime.advance(61_000);
    push(transport, 'next');
    await settle();
    expect(new Set(ids())).toEqual(new Set(['record', 'late record', 'next']));
    expect(ledger.stats().error).toMatchObject({ spooled: 0, sent: 3 });
  });

  it('is left with what others have put there when the process dies: there it is safe, and a death is short', async () => {
    runtime.server.answer = refuse;
    const transport = start();
    push(transport, 'earlier');
    transport.close();
    spool.die();
    runtime.server.hold = true;
    const next = start();
    await settle();
    expect(ledger.stats().error).toMatchObject({ adopted: 1, pending: 1 });
    next.flushSync(() => {
      throw new Error('nothing is to be sent');
    });
    spool.die();
    expect(spool.parcels().map(({ id }) => id)).toEqual(['earlier']);
    runtime.server.hold = false;
    runtime.server.answer = () => ({});
    start();
    await settle();
    expect(ids().at(-1)).toBe('earlier');
  });

  it.each(['full', 'broken'] as const)('that is %s costs nothing but the safety', async (mode) => {
    spool.mode = mode;
    const transport = start();
    runtime.server.hold = true;
    push(transport, 'a');
    await runtime.advance(300);
    expect(reported.every((code) => code === 'T3008')).toBe(true);
    runtime.server.release();
    await settle();
    expect(ledger.stats().error).toMatchObject({ sent: 1 });
    runtime.server.hold = true;
    push(transport, 'b');
    transport.close();
    expect(ledger.stats().error).toMatchObject({ dropped: { closed: 1 }, spooled: 0 });
  });

  it('lets a dying platform hand over what others have left, where it asks for that', async () => {
    runtime.server.answer = refuse;
    const transport = start();
    for (const id of ['handed over', 'not']) push(transport, id);
    transport.close();
    spool.die();
    runtime.server.hold = true;
    const next = start(undefined, withSpool(spool.open, true));
    await settle();
    next.flushSync((bodies) => bodies.map((body) => (String(body).includes('handed over') ? { status: 200, header: () => null } : undefined)));
    spool.die();
    expect(spool.parcels().map(({ id }) => id)).toEqual(['not']);
  });

  it('counts what it throws away', async () => {
    runtime.server.answer = refuse;
    const transport = start();
    push(transport, 'a');
    await settle();
    transport.close();
    spool.discard();
    expect(ledger.stats().error).toMatchObject({ captured: 1, spooled: 0, dropped: { cache_overflow: 1 } });
  });

  it('is never asked where to send', async () => {
    runtime.server.answer = refuse;
    const transport = start();
    push(transport, 'a', { header: { event_id: 'a', ['dsn']: 'https://k@evil.example/1' } });
    transport.close();
    spool.die();
    runtime.server.answer = () => ({});
    start();
    await settle();
    expect(runtime.server.received[0]?.header).not.toHaveProperty('dsn');
  });
});

it('loses nothing and counts everything, whatever the server, the spool and the process do', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ push: fc.constantFrom('', 'a', 'b', 'c') }) },
    fc.record({ mode: fc.constantFrom<FakeSpool['mode']>('sync', 'async', 'full', 'broken') }),
    fc.record({ server: fc.constantFrom(200, 413, 429, 500, 503, 'gone' as const, 'hold' as const, 'release' as const) }),
    fc.record({ advance: fc.constantFrom(0, 249, 300, 70_000, 1_000_000) }),
    fc.record({ spoil: fc.constantFrom('discard' as const, 'tear' as const) }),
    fc.constant({ lastWords: true as const }),
    fc.constant({ restart: true as const }),
  );
  const expectIdentity = (): void => {
    for (const { dropped, ...row } of Object.values(ledger.stats())) {
      const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      expect(row.captured + row.adopted).toBe(row.sent + row.spooled + row.pending + row.folded + lost);
      for (const count of Object.values(row)) expect(count).toBeGreaterThanOrEqual(0);
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      runtime = fakeRuntime();
      spool = fakeSpool();
      let transport = start(3);
      let n = 0;
      for (const action of steps) {
        if ('push' in action) push(transport, action.push && `${action.push}${n++}`, { issue: action.push, attachments: n % 3 ? undefined : [{ header: { type: 'attachment', filename: 'f' }, payload: 'x' }] });
        else if ('mode' in action) spool.mode = action.mode;
        else if ('server' in action) {
          const { server } = action;
          if (server === 'hold') runtime.server.hold = true;
          else if (server === 'release') runtime.server.release();
          else runtime.server.answer = () => (server === 'gone' ? refuse() : { status: server });
        } else if ('advance' in action) await runtime.advance(action.advance);
        else if ('spoil' in action) spool[action.spoil]();
        else if ('lastWords' in action) transport.flushSync((bodies) => bodies.map((_body, index) => (index % 2 ? undefined : { status: 200, header: () => null })));
        else {
          transport.close();
          await settle();
          expectIdentity();
          expect(Object.values(ledger.stats()).map(({ pending }) => pending)).toEqual(Object.values(ledger.stats()).map(() => 0));
          spool.die();
          transport = start(3);
        }
        expectIdentity();
      }
    }),
    { numRuns: 300 },
  );
});
