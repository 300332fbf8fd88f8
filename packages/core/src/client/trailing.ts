import type { Clock, RandomSource, Timers, Undo } from '../base/clock';
import type { Report } from '../base/diagnostics';
import { createEventId, issueNumber } from '../base/error-hash';
import { guard } from '../base/fences';
import type { Ledger } from '../base/ledger';
import type { Milliseconds } from '../base/units';
import { toEpochSeconds } from '../base/units';
import type { Event } from '../event/event';
import type { Admitted } from '../stages/admit';
import type { Flood, Template, Watch } from '../stages/flood';
import { collectFolded } from '../stages/flood';
import type { Finished } from './capturer';

/** How often it is looked for issues whose flood has ended: so late, at most, comes the event that tells how large it was. */
const LOOK_EVERY: Milliseconds = 5_000;

/** What trailing events need. */
export interface TrailingOptions {
  readonly flood: Flood;
  readonly ledger: Ledger;
  readonly platform: Clock & Timers & Pick<RandomSource, 'randomBytes'>;
  readonly report: Report;
  /** Takes the event, pending in the ledger. */
  readonly deliver: (finished: Finished, admitted: Admitted) => void;
}

/** Tells of floods that have ended. */
export interface Trailing {
  /** To be called when something comes in: it may be the beginning of a flood. */
  watch(): void;
  /** Tells of all that is folded, now: on flush, close and crash. */
  tellAll(): void;
  /** Stops looking, and lets go of everything. */
  stop(): void;
}

/**
 * When an issue may send again and nothing has come, or when everything is flushed, one trailing
 * event stands for the last folded occurrence and tells of the others: the issue's last event, as
 * the hooks left it, with an id and a time of its own. It does not pass the hooks again.
 */
export const createTrailing = ({ flood, ledger, platform, report, deliver }: TrailingOptions): Trailing => {
  let cancel: Undo | undefined;

  const tell = (watch: Watch): void => {
    const { last, lost, folded, until } = watch;
    if (last) {
      const eventId = createEventId(issueNumber(last.issue), (count) => platform.randomBytes(count));
      const event: Event = { ...eventIn(last), event_id: eventId, timestamp: toEpochSeconds(until) };
      const told = collectFolded(watch);
      ledger.move('folded', 'pending', { category: 'error' });
      deliver({ event }, { eventId, issue: last.issue, contexts: {}, watch, flood: told && { ...told, suppressed: told.suppressed - 1 } });
    } else if (lost) {
      collectFolded(watch);
      ledger.move('folded', lost, { category: 'error', quantity: folded });
    }
  };

  const look = (): void => {
    cancel = undefined;
    flood.due(platform.now()).forEach(tell);
    if (!flood.isIdle()) lookLater();
  };

  const lookLater = (): void => {
    cancel ??= platform.after(LOOK_EVERY, () => guard(report, undefined, look));
  };

  return {
    watch: lookLater,
    tellAll: () => flood.holding().forEach(tell),
    stop() {
      cancel?.();
      flood.clear();
    },
  };
};

/** An event is its parcel's first item; attachments stay with the occurrence that had them. */
const eventIn = ({ items }: Template): Event => JSON.parse(String(items[0]?.payload));
