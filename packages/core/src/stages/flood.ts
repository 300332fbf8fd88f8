import type { Clock, RandomSource, Timers, Undo } from '../base/clock';
import type { Report } from '../base/diagnostics';
import { guard } from '../base/fences';
import type { Ledger } from '../base/ledger';
import { ERROR } from '../base/ledger';
import type { EpochSeconds, Milliseconds } from '../base/units';
import { toEpochSeconds } from '../base/units';
import type { Event } from '../event/event';
import type { Issue } from '../event/issue-key';
import type { Occurrence } from '../event/occurrence';
import type { Rate, Watch } from './flood-watches';
import { createWatches } from './flood-watches';
import type { Admitted } from './stage';

// Flood control: per issue a burst, then so many a second; the rest is folded, which means counted
// and told by the issue's next event, or by a trailing one. Three bounds keep many issues from
// defeating it: 50 issues to one parent, a table of 1,000, and one bucket over everything.

/** How often it is looked for issues whose flood has ended: so late, at most, comes the event that tells how large it was. */
const LOOK_EVERY: Milliseconds = 5_000;

/** Decides which occurrences become events, and sees to it that the others are told of. */
export interface Flood {
  /**
   * The watch over the issue when this occurrence may pass. It is folded otherwise, and the answer is the id of the event
   * that is shown in its place. What must be `kept` (an audit) passes unwatched: `undefined`.
   */
  admit(issue: Issue, kept: Occurrence['kept']): Watch | string | undefined;
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
  const { watches, goOn, watchOf, spend } = createWatches(rate);
  let cancel: Undo | undefined;

  const look = (): void => {
    cancel = undefined;
    const time = goOn(platform.now());
    for (const [key, watch] of watches) {
      if (watch.flood) {
        if (watch.last && spend(watch)) tell(watch, parts);
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
      const watch = watchOf(key, parent);
      if (spend(watch)) return watch;
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
