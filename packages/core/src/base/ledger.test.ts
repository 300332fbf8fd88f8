import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Category, Drop, DropReason, Outcome } from './ledger';
import { createLedger } from './ledger';

const categories: readonly Category[] = ['error', 'session', 'log_item'];
const outcomes: readonly Outcome[] = ['sent', 'spooled', 'folded', { dropped: 'before_send' }, { dropped: 'queue_overflow' }];

describe('the ledger', () => {
  it('keeps captured + adopted = sent + spooled + pending + folded + Σ dropped after every step', () => {
    const step = fc.record({
      category: fc.constantFrom(...categories),
      quantity: fc.integer({ min: 1, max: 5 }),
      move: fc.oneof(fc.constantFrom('captured' as const, 'adopted' as const), fc.constantFrom(...outcomes).map((outcome) => ({ outcome })), fc.constantFrom('pending' as const, { dropped: 'network_error' as const }).map((unfold) => ({ unfold }))),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ledger = createLedger(() => undefined);
        const pending = new Map<Category, number>();
        const folded = new Map<Category, number>();
        for (const { category, quantity, move } of steps) {
          const open = pending.get(category) ?? 0;
          if (typeof move === 'string') {
            ledger.enter(category, move, quantity);
            pending.set(category, open + quantity);
          } else if ('unfold' in move) {
            const available = folded.get(category) ?? 0;
            if (available < quantity) continue;
            ledger.unfold(category, move.unfold, quantity);
            folded.set(category, available - quantity);
            if (move.unfold === 'pending') pending.set(category, open + quantity);
          } else if (open >= quantity) {
            ledger.settle(category, move.outcome, quantity);
            pending.set(category, open - quantity);
            if (move.outcome === 'folded') folded.set(category, (folded.get(category) ?? 0) + quantity);
          }
          for (const [name, row] of Object.entries(ledger.stats())) {
            const dropped = Object.values(row.dropped).reduce((sum, count) => sum + count, 0);
            expect(row.captured + row.adopted).toBe(row.sent + row.spooled + row.pending + row.folded + dropped);
            expect(row.pending).toBe([...pending].find(([open_]) => open_ === name)?.[1]);
            expect(row.folded).toBe([...folded].find(([folded_]) => folded_ === name)?.[1] ?? 0);
          }
        }
      }),
    );
  });

  it('tells of each drop once, after it was counted', () => {
    const heard: [Drop, number | undefined][] = [];
    const ledger = createLedger((drop) => heard.push([drop, ledger.stats().error?.dropped[drop.reason]]));
    ledger.enter('error', 'captured', 3);
    const reason: DropReason = 'sample_rate';
    ledger.settle('error', { dropped: reason }, 2);
    ledger.settle('error', 'sent');
    expect(heard).toEqual([[{ category: 'error', reason, quantity: 2 }, 2]]);
  });

  it('gives a copy that later counts do not change', () => {
    const ledger = createLedger(() => undefined);
    ledger.enter('error', 'captured');
    const before = ledger.stats();
    ledger.settle('error', { dropped: 'closed' });
    expect(before.error).toMatchObject({ pending: 1, dropped: {} });
  });
});
