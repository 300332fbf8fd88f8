import type { Clock, RandomSource, Timers, Undo } from '../base/clock';
import type { Report } from '../base/diagnostics';
import { guard } from '../base/fences';
import type { DropReason, Ledger } from '../base/ledger';
import { ERROR } from '../base/ledger';
import type { EpochMilliseconds, EpochSeconds, Milliseconds } from '../base/units';
import { toEpochSeconds } from '../base/units';
import type { Context, Event } from '../event/event';
import type { Issue } from '../event/issue-key';
import type { Due } from './due';

// Flood control: per issue a burst, then so many a second; the rest is folded, which means counted
// and told by the issue's next event, or by a trailing one. Three bounds keep many issues from
// defeating it: 50 issues to one parent, a table of 1,000, and one bucket over everything.

/** Issues with a bucket of their own; the queue has room for two events of each. Each keeps the text of its last event, about 5 KB. */
const MAX_WATCHED = 1_000;

/** Issues of one type and frame with buckets of their own; further ones share one. More than 50 kinds at one spot are an id that the issue key did not see. So many shared ones there are, at most, above the table; all others share a last one. */
const MAX_SIBLINGS = 50;

/** The buckets over everything hold, and gather, this many times as much as that of one issue. */
const OVERALL = 10;

/** Key of the last bucket, and the beginning of the other shared ones', whose parent it is. NUL stands in no key but those that an app writes on purpose. */
const SHARED = '\0';

/** How often it is looked for issues whose flood has ended: so late, at most, comes the event that tells how large it was. */
const LOOK_EVERY: Milliseconds = 5_000;

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

/** An event that was let in, with what has to be known of it. */
export interface Admitted {
  readonly event: Event;
  /** Issue key: events with the same one are of the same failure. */
  readonly issue: string;
  /** The folded occurrences that it stands for; they share its end. */
  readonly flood?: FloodContext | undefined;
  /** What flood control knows of its issue; audits are not watched. */
  readonly watch?: Watch | undefined;
  /** Where the event is to be finished when it leaves the queue. */
  readonly due?: Due | undefined;
}

/** Decides which occurrences become events, and sees to it that the others are told of. */
export interface Flood {
  /** The watch over the issue when this occurrence may pass. It is folded otherwise, and the answer is the id of the event that is shown in its place. What must be `kept` is not watched. */
  admit(issue: Issue, kept: unknown): Watch | string | undefined;
  /** Tells of all that is folded, now: on flush, close and crash. */
  tellAll(): void;
  /** Stops looking for floods that have ended, and lets go of everything. */
  stop(): void;
}

/** What flood control needs. */
export interface FloodParts {
  readonly platform: Clock & Timers & RandomSource;
  readonly ledger: Ledger;
  readonly report: Report;
  readonly newId: (issue: string) => string;
  /** Takes a trailing event, pending in the ledger. */
  readonly deliver: (trailing: Admitted) => void;
}

/** See {@link Flood}. Bounded in everything but its counts. */
export const createFlood = (rate: Rate, parts: FloodParts): Flood => {
  const { platform, report } = parts;
  const { watches, goOn, find, passes } = createWatches(rate);
  let cancel: Undo | undefined;

  const look = (): void => {
    cancel = undefined;
    const time = goOn(platform.now());
    for (const [key, watch] of watches) {
      if (watch.flood) {
        if (watch.last && passes(watch)) tell(watch, parts);
      } else if (watch.full <= time) watches.delete(key);
    }
    if (watches.size > 0) lookLater();
  };

  const lookLater = (): void => {
    cancel ??= platform.after(LOOK_EVERY, () => guard(report, undefined, look));
  };

  return {
    admit({ key, parent }, kept) {
      lookLater();
      if (kept) return undefined;
      const now = platform.now();
      goOn(now);
      const watch = find(key, parent);
      if (passes(watch)) return watch;
      fold(watch, toEpochSeconds(now));
      return typeof watch.last === 'object' ? watch.last.id : watch.id;
    },
    tellAll: () => watches.forEach((watch) => tell(watch, parts)),
    stop() {
      cancel?.();
      watches.clear();
    },
  };
};

/** The issues and their buckets. It has no clock: it is told the time. */
const createWatches = ({ burst, perSecond }: Rate) => {
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

  /** Its own; the one that it shares with its siblings; the last. */
  const find = (key: string, parent: string): Watch => {
    const known = watches.get(key) ?? watches.get(SHARED + parent);
    if (known) return known;
    const mayOpen = (watches.size < MAX_WATCHED || parent === SHARED) && take(openings, share, MAX_WATCHED * share) && [...watches.values()].filter((watch) => watch.parent === parent).length < MAX_SIBLINGS;
    if (!mayOpen && key !== SHARED) return find(parent === SHARED ? SHARED : SHARED + parent, SHARED);
    const watch = { id: '', parent, full: 0 };
    watches.set(key, watch);
    return watch;
  };

  return {
    watches,
    find,
    /** Takes a token of the watch and, but for its first event, one of all; both or none. */
    passes: (watch: Watch): boolean => watch.full + token <= time + burst * token && (watch.id === '' || take(overall, share)) && take(watch, token),
    /** Tells how much time has gone by. A clock that was set back gives nothing. */
    goOn(now: EpochMilliseconds): Milliseconds {
      time += Math.max(0, now - before);
      before = now;
      return time;
    },
  };
};

const fold = (watch: Watch, now: EpochSeconds): void => {
  const flood = (watch.flood ??= { suppressed: 0, since: now, until: now });
  flood.suppressed++;
  // The clock may have been set back in between.
  flood.since = Math.min(flood.since, now);
  flood.until = Math.max(flood.until, now);
};

/**
 * Makes a trailing event that stands for the last folded occurrence and tells of the others: the
 * issue's last event, as the hooks left it, with an id and a time of its own. It does not pass the
 * hooks again.
 */
const tell = (watch: Watch, { ledger, newId, deliver }: FloodParts): void => {
  const { flood, last } = watch;
  if (!flood || !last) return;
  watch.flood = undefined;
  if (typeof last === 'string') return ledger.move('folded', last, { ...ERROR, quantity: flood.suppressed });
  flood.suppressed--;
  ledger.move('folded', 'pending', ERROR);
  // An event is its parcel's first item; attachments stay with the occurrence that had them.
  const event: Event = { ...JSON.parse(String(last.items[0]?.payload)), event_id: newId(last.issue), timestamp: flood.until };
  deliver({ event, issue: last.issue, watch, flood });
};
