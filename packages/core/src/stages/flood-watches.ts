import type { DropReason } from '../base/ledger';
import type { EpochMilliseconds, EpochSeconds, Milliseconds } from '../base/units';
import type { Context } from '../event/event';

// Which issue may send now: a bucket of tokens for each, and what bounds that.

/** Issues with a bucket of their own; the queue has room for two events of each. Each keeps the text of its last event, about 5 KB. */
const MAX_WATCHED = 1_000;

/** Issues of one type and frame with buckets of their own; further ones share one. More than 50 kinds at one spot are an id that the issue key did not see. There are as many shared ones at most, beyond the table; all others share a last one. */
const MAX_SIBLINGS = 50;

/** The buckets over everything hold, and gather, this many times as many tokens as that of one issue. */
const OVERALL = 10;

/** Key of the last bucket, and the beginning of the other shared ones', whose parent it is. NUL stands in no key but those that an app writes on purpose. */
const SHARED = '\0';

/** How much may pass: at once, and in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** `contexts.flood` of an event: the occurrences that it stands for, beside its own. */
export interface FloodContext extends Context {
  suppressed: number;
  /** Times of the first and the last of them. */
  since: EpochSeconds;
  until: EpochSeconds;
}

/** The part of a parcel of which another event can be made. Text, because a thousand are kept, and the queue holds the same. */
export interface Template {
  readonly id: string;
  readonly issue: string;
  readonly items: readonly { readonly payload: string | Uint8Array }[];
}

/** A record without functions, because a thousand of them are kept. */
interface Bucket {
  /** When it will be full again, on a clock that is never set back. */
  full: number;
}

/** What is known of one issue, or of several that share a bucket. */
export interface Watch extends Bucket {
  readonly parent: string;
  /** Id of the event that was let through last; empty before the first. */
  id: string;
  /** The last event that was taken for delivery; while there is none, why one was not: those that it stands for end alike. */
  last?: Template | DropReason;
  /** What was folded since the last event. */
  flood?: FloodContext | undefined;
}

/** The issues and their buckets. It has no clock: it is told the time. */
export const createWatches = ({ burst, perSecond }: Rate) => {
  const watches = new Map<string, Watch>();
  /** What is let through beside the first event of each watch. */
  const overall = { full: 0 };
  /** New watches, whose first event always passes. */
  const openings = { full: 0 };
  /** What a bucket takes to gather a token; those over everything take a share of it. */
  const token: Milliseconds = 1000 / perSecond;
  const share = token / OVERALL;
  let before: EpochMilliseconds = Infinity;
  let time: Milliseconds = 0;

  const take = (bucket: Bucket, cost: Milliseconds, size = burst * token): boolean => {
    if (bucket.full + cost > time + size) return false;
    bucket.full = Math.max(bucket.full, time) + cost;
    return true;
  };

  /** The issue's own watch, made where there is none yet; else the one that it shares with its siblings; else the last, which all others share. */
  const watchOf = (key: string, parent: string): Watch => {
    const known = watches.get(key) ?? watches.get(SHARED + parent);
    if (known) return known;
    const mayOpen =
      (watches.size < MAX_WATCHED || parent === SHARED) &&
      take(openings, share, MAX_WATCHED * share) &&
      [...watches.values()].filter((watch) => watch.parent === parent).length < MAX_SIBLINGS;
    if (!mayOpen && key !== SHARED) return watchOf(parent === SHARED ? SHARED : SHARED + parent, SHARED);
    const watch = { id: '', parent, full: 0 };
    watches.set(key, watch);
    return watch;
  };

  return {
    watches,
    watchOf,
    /** Whether an event may pass: then a token of the watch is taken and, but for its first event, one of those over everything. */
    spend: (watch: Watch): boolean => watch.full + token <= time + burst * token && (watch.id === '' || take(overall, share)) && take(watch, token),
    /** Tells how much time has gone by. A clock that was set back gives nothing. */
    goOn(now: EpochMilliseconds): Milliseconds {
      time += Math.max(0, now - before);
      before = now;
      return time;
    },
  };
};
