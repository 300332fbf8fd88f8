import type { Category } from '../base/ledger';
import type { EpochMilliseconds } from '../base/units';
import type { Send } from './send';

/**
 * Keeps back what the server said it will not take. Limits are read from every answer, also good
 * ones; of two limits on one category the later counts. A category's own limit and the one on
 * everything are both looked at: an expired one never hides the other.
 */
export const withLimits = (send: Send, now: () => EpochMilliseconds): Send => {
  const limitedUntil = new Map<Category | 'all', EpochMilliseconds>();
  const isLimited = (category: Category): boolean => Math.max(limitedUntil.get(category) ?? 0, limitedUntil.get('all') ?? 0) > now();

  return async (parcel) => {
    if (isLimited(parcel.category)) return { kind: 'held', limits: [] };
    const result = await send(parcel);
    for (const { category, until } of result.limits) limitedUntil.set(category, Math.max(until, limitedUntil.get(category) ?? 0));
    return result;
  };
};
