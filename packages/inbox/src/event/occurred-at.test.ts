import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurredAt } from './occurred-at';

const RECEIVED = Date.UTC(2026, 10, 22, 12);
const SECOND = 1_000;
const DAY = 86_400 * SECOND;

describe('when an event happened', () => {
  const at = (claimedAt: number | undefined, sentAt?: number) => occurredAt({ claimedAt, sentAt, receivedAt: RECEIVED }) - RECEIVED;

  it.each([
    ['what the event says', RECEIVED - 5 * DAY, undefined, -5 * DAY],
    ['now, when it says nothing', undefined, undefined, 0],
    ['30 days ago at the earliest', RECEIVED - 31 * DAY, undefined, -30 * DAY],
    ['a minute ahead at the latest', RECEIVED + DAY, undefined, 60 * SECOND],
    ['corrected by what the sender\'s clock is wrong', RECEIVED - 3 * DAY - 10 * SECOND, RECEIVED - 3 * DAY, -10 * SECOND],
    ['corrected for a clock that is ahead', RECEIVED + 3 * DAY - 10 * SECOND, RECEIVED + 3 * DAY, -10 * SECOND],
    ['not corrected for the time on the way', RECEIVED - 50 * SECOND, RECEIVED - 40 * SECOND, -50 * SECOND],
  ])('is %s', (_, claimed, sent, wanted) => {
    expect(at(claimed, sent)).toBe(wanted);
  });

  it('is a whole number within 30 days before and a minute after arrival, for any clocks', () => {
    const clock = fc.option(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), { nil: undefined });
    fc.assert(
      fc.property(clock, clock, (claimed, sent) => {
        const offset = at(claimed, sent);
        expect(Number.isInteger(offset)).toBe(true);
        expect(offset).toBeGreaterThanOrEqual(-30 * DAY);
        expect(offset).toBeLessThanOrEqual(60 * SECOND);
      }),
    );
  });
});
