import type { Category } from '../base/ledger';
import type { EpochMilliseconds, Milliseconds } from '../base/units';
import type { Answer } from './post';

/** What a bare 429 and an unreadable delay mean (protocol notes §5.2). */
const DEFAULT_DELAY: Milliseconds = 60_000;

/** No server is believed for longer at once: one that is wrong, or has a wrong clock, would silence us for good. After a day it can say so again. */
const LONGEST_DELAY: Milliseconds = 86_400_000;

/** What a server said that it will not take for a while. */
export interface Limits {
  /** To be told of every answer, also of good ones. */
  read(answer: Answer): void;
  /** Whether it would be sent in vain now. */
  holds(category: Category): boolean;
}

/**
 * Keeps the limits of one server. Of two limits on one category the later counts. A category's own
 * limit and the one on everything are both looked at: one that is over never hides the other. Limits
 * on what we do not know are kept like the others, and never asked for.
 */
export const createLimits = (now: () => EpochMilliseconds): Limits => {
  const until = new Map<string, EpochMilliseconds>();
  const untilOf = (category: string): EpochMilliseconds => {
    const end = until.get(category) ?? 0;
    // Later than that it is only where a wrong clock was set right since.
    return end - now() > LONGEST_DELAY ? 0 : end;
  };

  const limit = (category: string, delay: string | null | undefined): void => {
    until.set(category, Math.max(untilOf(category), now() + delayOf(delay ?? '', now())));
  };

  return {
    read({ status, header }) {
      const limits = header?.('x-sentry-rate-limits')?.trim();
      // `60:error;default:organization, 2700::key`; no category means every one. Logs can be limited by their bytes.
      for (const text of limits ? limits.split(',') : []) {
        const [delay, categories = ''] = text.split(':');
        for (const category of (categories.trim() || 'all').split(';')) limit(category.trim().replace('log_byte', 'log_item'), delay);
      }
      if (!limits && status === 429) limit('all', header?.('retry-after'));
    },
    holds: (category) => Math.max(untilOf(category), untilOf('all')) > now(),
  };
};

/** Seconds, or an HTTP date. */
const delayOf = (text: string, now: EpochMilliseconds): Milliseconds => {
  const seconds = parseFloat(text);
  const delay = isNaN(seconds) ? Math.max(0, Date.parse(text) - now) : Math.ceil(seconds) * 1000;
  return delay >= 0 && delay < Infinity ? Math.min(delay, LONGEST_DELAY) : DEFAULT_DELAY;
};
