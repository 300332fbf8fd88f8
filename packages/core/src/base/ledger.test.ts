import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Category, Drop, Outcome, Place } from './ledger';
import { createLedger } from './ledger';

const ERRORS = { category: 'error' } as const;

const step = fc.record({
  category: fc.constantFrom<Category>('error', 'session', 'log_item'),
  quantity: fc.integer({ min: 0, max: 5 }),
  from: fc.constantFrom<Place>('captured', 'adopted', 'pending', 'spooled', 'folded'),
  to: fc.constantFrom<Outcome>('pending', 'spooled', 'folded', 'sent', 'before_send', 'queue_overflow', 'network_error'),
});

describe('the ledger', () => {
  it('keeps captured + adopted = sent + spooled + pending + folded + Σ dropped after every step', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ledger = createLedger(() => undefined);
        /** How many there ought to be, by category and place. */
        const model = new Map<string, number>();
        const at = (category: string, place: string): number => model.get(`${category} ${place}`) ?? 0;
        const add = (category: string, place: string, count: number) => model.set(`${category} ${place}`, at(category, place) + count);
        for (const { category, quantity, from, to } of steps) {
          const enters = from === 'captured' || from === 'adopted';
          if (!enters && at(category, from) < quantity) continue;
          ledger.move(from, to, { category, quantity });
          add(category, from, enters ? quantity : -quantity);
          add(category, to, quantity);
          for (const [name, { dropped, ...row }] of Object.entries(ledger.stats())) {
            const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
            expect(row.captured + row.adopted).toBe(row.sent + row.spooled + row.pending + row.folded + lost);
            for (const [place, count] of Object.entries({ ...row, ...dropped })) expect(count, `${name} ${place}`).toBe(at(name, place));
          }
        }
      }),
    );
  });

  it('tells of each drop once, after it was counted', () => {
    const heard: [Drop, number | undefined][] = [];
    const ledger = createLedger((drop) => heard.push([drop, ledger.stats().error?.dropped[drop.reason]]));
    ledger.move('captured', 'pending', { ...ERRORS, quantity: 3 });
    ledger.move('pending', 'sample_rate', { ...ERRORS, quantity: 2 });
    ledger.move('pending', 'ratelimit_backoff', { ...ERRORS, byServer: true });
    expect(heard).toEqual([
      [{ category: 'error', reason: 'sample_rate', quantity: 2 }, 2],
      [{ category: 'error', reason: 'ratelimit_backoff', quantity: 1, byServer: true }, 1],
    ]);
  });

  it('follows items through the spool: into it, over a restart, out of it', () => {
    const before = createLedger(() => undefined);
    before.move('captured', 'pending', { category: 'log_item', quantity: 7 });
    before.move('pending', 'spooled', { category: 'log_item', quantity: 7 });
    before.move('spooled', 'pending', { category: 'log_item', quantity: 2 });
    expect(before.stats().log_item).toMatchObject({ captured: 7, spooled: 5, pending: 2 });
    const after = createLedger(() => undefined);
    after.move('adopted', 'spooled', { category: 'log_item', quantity: 5 });
    after.move('spooled', 'sent', { category: 'log_item', quantity: 4 });
    after.move('spooled', 'network_error', { category: 'log_item' });
    expect(after.stats().log_item).toMatchObject({ captured: 0, adopted: 5, spooled: 0, sent: 4, dropped: { network_error: 1 } });
  });

  it('moves nothing, tells nothing and opens no row for a quantity of 0', () => {
    const ledger = createLedger(() => expect.unreachable());
    ledger.move('folded', 'closed', { ...ERRORS, quantity: 0 });
    expect(ledger.stats()).toEqual({});
  });

  it('lets attachments go where their event goes, and drops what was folded onto it with it', () => {
    const heard: Drop[] = [];
    const ledger = createLedger((drop) => {
      heard.push(drop);
      for (const row of Object.values(ledger.stats())) {
        const lost = Object.values(row.dropped).reduce((sum, count) => sum + count, 0);
        expect(row.captured).toBe(row.sent + row.pending + row.folded + lost);
      }
    });
    const event = { ...ERRORS, attachments: [{ payload: 'one' }, { payload: 'two' }], suppressed: 3 };
    ledger.move('captured', 'pending', event);
    ledger.move('captured', 'pending', { ...ERRORS, quantity: 3 });
    ledger.move('pending', 'folded', { ...ERRORS, quantity: 3 });
    expect(ledger.stats()).toMatchObject({ error: { captured: 4, pending: 1, folded: 3 }, attachment: { captured: 2, pending: 2 } });
    ledger.move('pending', 'ratelimit_backoff', { ...event, byServer: true });
    expect(ledger.stats()).toMatchObject({ error: { pending: 0, folded: 0, dropped: { ratelimit_backoff: 4 } }, attachment: { pending: 0, dropped: { ratelimit_backoff: 2 } } });
    expect(heard.map(({ category, quantity, byServer = false }) => `${quantity} ${category} ${byServer}`).toSorted()).toEqual(['1 error true', '2 attachment true', '3 error false']);
  });

  it('adds up what the gate took out, beside the counts', () => {
    const ledger = createLedger(() => undefined);
    ledger.move('captured', 'pending', ERRORS);
    ledger.scrubbed('error', 'card', 2);
    ledger.scrubbed('error', 'card', 1);
    ledger.scrubbed('error', 'jwt', 1);
    expect(ledger.stats().error).toMatchObject({ pending: 1, scrubbed: { card: 3, jwt: 1 } });
  });

  it('gives a copy that later counts do not change', () => {
    const ledger = createLedger(() => undefined);
    ledger.move('captured', 'pending', ERRORS);
    const before = ledger.stats();
    ledger.move('pending', 'closed', ERRORS);
    ledger.scrubbed('error', 'card', 1);
    expect(before.error).toMatchObject({ pending: 1, dropped: {} });
    expect(before.error?.scrubbed).toBeUndefined();
  });
});
