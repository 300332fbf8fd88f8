import { barelyPromise } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import type { Attempt } from './fences';
import { followed } from './followed';

const outcomes: Attempt<unknown>[] = [];
const hear = (outcome: Attempt<unknown>): void => void outcomes.push(outcome);

describe('what is barely a promise', () => {
  it.each<[how: string, thenable: PromiseLike<number>, ends: Attempt<unknown>]>([
    ['answers nothing', barelyPromise<number>((take) => void take(7)), { ok: true, value: 7 }],
    ['throws', barelyPromise<number>(() => { throw new RangeError('no'); }), { ok: false, error: new RangeError('no') }],
  ])('whose `then` %s, is followed, and is a promise for whoever called', async (_how, thenable, ends) => {
    outcomes.length = 0;
    const [settled] = await Promise.allSettled([followed(() => thenable, hear)]);
    expect(settled).toEqual(ends.ok ? { status: 'fulfilled', value: ends.value } : { status: 'rejected', reason: ends.error });
    expect(outcomes).toEqual([ends]);
  });

  it('what has more than a promise of the language, goes on to have it', async () => {
    class Rich extends Promise<number> {
      readonly extra = 'kept';
    }
    outcomes.length = 0;
    const given = followed(() => Rich.resolve(7) as Rich, hear);
    expect(given.extra).toBe('kept');
    expect(await given).toBe(7);
    expect(outcomes).toEqual([{ ok: true, value: 7 }]);
  });
});
