import type { Category } from '../base/ledger';
import type { EpochMilliseconds, Milliseconds } from '../base/units';
import type { Answer } from './post';

/** A server's word that it takes no more of something until a point in time. */
export interface RateLimit {
  readonly category: Category | 'all';
  readonly until: EpochMilliseconds;
}

/** What a bare 429 and an unreadable delay mean (protocol notes §5.2). */
const DEFAULT_DELAY: Milliseconds = 60_000;

/** The categories we send; limits on others are of no interest. */
const KNOWN: ReadonlySet<string> = new Set<Category>(['error', 'attachment', 'session', 'feedback', 'monitor', 'log_item', 'internal', 'default']);

/** All limits of an answer. `X-Sentry-Rate-Limits` counts on every status; `Retry-After` only in its absence and on 429. */
export const rateLimitsOf = ({ status, header }: Answer, now: EpochMilliseconds): readonly RateLimit[] => {
  const limits = header('x-sentry-rate-limits');
  if (limits !== undefined && limits.trim() !== '') return parseRateLimits(limits, now);
  if (status !== 429) return [];
  return [{ category: 'all', until: now + retryAfterOf(header('retry-after'), now) }];
};

/** Reads `60:error;default:organization, 2700::key`. Limits on unknown categories alone are left out, never taken for "all". */
export const parseRateLimits = (text: string, now: EpochMilliseconds): readonly RateLimit[] =>
  text.split(',').flatMap((limit) => {
    const [delay = '', categories = ''] = limit.split(':').map((part) => part.trim());
    const until = now + secondsOf(delay);
    // Quotas of logs count bytes or logs; either is the end of all.
    const named = categories === '' ? ['all'] : categories.split(';').map((category) => category.trim().replace('log_byte', 'log_item'));
    return named.filter(isCategory).map((category) => ({ category, until }));
  });

const isCategory = (name: string): name is Category | 'all' => name === 'all' || KNOWN.has(name);

const secondsOf = (text: string): Milliseconds => {
  const seconds = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) * 1000 : DEFAULT_DELAY;
};

/** Seconds or an HTTP date. */
const retryAfterOf = (text: string | undefined, now: EpochMilliseconds): Milliseconds => {
  if (text === undefined) return DEFAULT_DELAY;
  const date = /^\s*\d/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? secondsOf(text.trim()) : Math.max(0, date - now);
};
