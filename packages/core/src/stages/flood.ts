import type { DropReason } from '../base/ledger';
import type { EpochMilliseconds, EpochSeconds } from '../base/units';
import { toEpochSeconds } from '../base/units';
import type { Issue } from '../event/issue-key';
import type { Bucket, Rate } from './token-bucket';
import { fullBucket, takeToken, tokensIn } from './token-bucket';

// Flood control: per issue a burst, then so many a second; the rest is folded, which means counted
// and told by the issue's next event. Three bounds keep many issues from defeating it: 50 issues to
// one parent, a table of 1,000, and one bucket over everything.

/** Issues with a bucket of their own; the queue has room for two events of each. Each keeps the text of its last event, about 5 KB. */
const MAX_WATCHED = 1_000;

/** Issues of one type and frame with buckets of their own; further ones share one. More than 50 kinds at one spot are an id that the issue key did not see. */
const MAX_SIBLINGS = 50;

/** Buckets that issues share, above the table; when these are used up too, all others share a last one. */
const MAX_SHARED = 100;

/** The bucket over everything is this many times as large as that of one issue, and so is the rate at which new issues get one of their own. */
const OVERALL = 10;

/** `contexts.flood` of an event: the occurrences that it stands for, beside its own. */
export interface FloodContext {
  readonly suppressed: number;
  /** Times of the first and the last of them. */
  readonly since: EpochSeconds;
  readonly until: EpochSeconds;
}

/** The part of a parcel of which another event can be made. Text, because a thousand are kept, and the queue holds the same. */
export interface Template {
  readonly id: string;
  readonly issue: string;
  readonly items: readonly { readonly payload: string | Uint8Array }[];
}

/** What is known of one issue, or of several that share a bucket. */
export interface Watch {
  readonly key: string;
  readonly parent: string;
  readonly bucket: Bucket;
  /** Occurrences folded since the last event. */
  folded: number;
  since: EpochMilliseconds;
  until: EpochMilliseconds;
  /** Id of the event that was let through last. */
  admitted?: string;
  /** The last event that was taken for delivery. */
  last?: Template;
  /** Why an event was not: where there never was a `last`, those that it stands for end alike. */
  lost?: DropReason;
}

/** Decides which occurrences become events. It has no clock: each question says when it is asked. */
export interface Flood {
  /** The watch that counts the issue, and whether this occurrence may pass; it is folded otherwise. */
  admit(issue: Issue, now: EpochMilliseconds): { readonly watch: Watch; readonly passes: boolean };
  /** All that hold folded occurrences. */
  holding(): readonly Watch[];
  /** Those of them for which an event may go out now; and forgets the idle, whose buckets are full again. */
  due(now: EpochMilliseconds): readonly Watch[];
  /** Whether nothing is watched. */
  isIdle(): boolean;
  /** Lets go of everything. */
  clear(): void;
}

/** Takes the folded occurrences out, for an event to tell of them. */
export const collectFolded = (watch: Watch): FloodContext | undefined => {
  const { folded: suppressed, since, until } = watch;
  watch.folded = 0;
  return suppressed === 0 ? undefined : { suppressed, since: toEpochSeconds(since), until: toEpochSeconds(until) };
};

/** Bounded in everything but its counts. See `docs/limits.md` for the numbers. */
export const createFlood = (rate: Rate): Flood => {
  const watches = new Map<string, Watch>();
  const siblings = new Map<string, number>();
  const overallRate = { burst: rate.burst * OVERALL, perSecond: rate.perSecond * OVERALL };
  /** What is let through beside the first event of each watch. */
  const overall = fullBucket(overallRate, 0);
  /** New watches, whose first event always passes. */
  const openings = fullBucket({ ...overallRate, burst: MAX_WATCHED }, 0);

  const open = (key: string, parent: string, now: EpochMilliseconds): Watch => {
    const watch: Watch = { key, parent, bucket: fullBucket(rate, now), folded: 0, since: now, until: now };
    watches.set(key, watch);
    siblings.set(parent, (siblings.get(parent) ?? 0) + 1);
    return watch;
  };

  const openNew = ({ key, parent }: Issue, now: EpochMilliseconds): Watch => {
    if (watches.size < MAX_WATCHED && (siblings.get(parent) ?? 0) < MAX_SIBLINGS && takeToken(openings, now)) return open(key, parent, now);
    // NUL stands in no key but those that an app writes on purpose.
    const shared = `\0${parent}`;
    const known = watches.get(shared);
    if (known) return known;
    if (watches.size < MAX_WATCHED + MAX_SHARED && takeToken(openings, now)) return open(shared, shared, now);
    return watches.get('\0') ?? open('\0', '\0', now);
  };

  const forget = ({ key, parent }: Watch): void => {
    watches.delete(key);
    const left = (siblings.get(parent) ?? 0) - 1;
    if (left > 0) siblings.set(parent, left);
    else siblings.delete(parent);
  };

  const holding = () => [...watches.values()].filter(({ folded }) => folded > 0);

  return {
    admit(issue, now) {
      const watch = watches.get(issue.key) ?? openNew(issue, now);
      const passes = tokensIn(watch.bucket, now) >= 1 && (watch.admitted === undefined || takeToken(overall, now)) && takeToken(watch.bucket, now);
      if (!passes) {
        // The clock may have been set back in between.
        watch.since = watch.folded === 0 ? now : Math.min(watch.since, now);
        watch.until = watch.folded === 0 ? now : Math.max(watch.until, now);
        watch.folded++;
      }
      return { watch, passes };
    },
    holding,
    due(now) {
      for (const watch of watches.values()) {
        if (watch.folded === 0 && tokensIn(watch.bucket, now) >= rate.burst) forget(watch);
      }
      return holding().filter(({ bucket, last, lost }) => (last ?? lost) !== undefined && tokensIn(bucket, now) >= 1 && takeToken(overall, now) && takeToken(bucket, now));
    },
    isIdle: () => watches.size === 0,
    clear: () => watches.clear(),
  };
};
