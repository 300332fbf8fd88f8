import type { Clock, Timers } from '../base/clock';
import { attempt } from '../base/fences';
import type { DropReason, Ledger } from '../base/ledger';
import { isThenable } from '../base/read';
import { toEpochSeconds } from '../base/units';
import type { Event } from '../event/event';
import type { Admitted, Folded } from '../stages/admit';
import type { Candidate, Draft, Dropped, Stage, StageResult } from '../stages/stage';
import { isDropped, runStages } from '../stages/stage';
import { NO_EVENT_ID } from './options';
import type { RunningHooks } from './running-hooks';
import { createRunningHooks } from './running-hooks';
import { createSeenErrors } from './seen-errors';

/** An event that is through; one that stands for others has no occurrence and no scope of its own. */
export type Finished = Draft | Pick<Draft, 'event'>;

/** What capturing needs. */
export interface CapturerOptions {
  readonly admit: (candidate: Candidate) => Admitted | Folded | Dropped;
  readonly stages: readonly Stage[];
  readonly ledger: Ledger;
  readonly platform: Clock & Timers;
  /** Takes the finished event. */
  readonly deliver: (finished: Finished, admitted: Admitted) => void;
  /** Hears of each id that is shown in place of a folded occurrence's own. */
  readonly onFolded: (represented: string) => void;
  /** Hears of our own failures; the event in hand is dropped as `internal_sdk_error`. */
  readonly onBug: (error: unknown) => void;
}

/** Brings occurrences through the pipeline and keeps account of those whose hooks take time. */
export interface Capturer {
  /** The id of the event, at once; of a folded occurrence, that of the event that is shown in its place. */
  capture(candidate: Candidate): string;
  readonly afterHooks: RunningHooks['after'];
  readonly allHooks: RunningHooks['all'];
  /** Gives up on hooks that are still running, because the process ends: their events are dropped and counted. */
  abandonHooks(): void;
  /** Lets go of the app's errors. */
  forget(): void;
}

/** See {@link Capturer}. Every candidate is entered in the ledger once and settled once, here or by `deliver`. */
export const createCapturer = ({ admit, stages, ledger, platform, deliver, onFolded, onBug }: CapturerOptions): Capturer => {
  const seen = createSeenErrors(platform);
  const hooks = createRunningHooks();

  const drop = (dropped: DropReason, { flood, watch }: Partial<Admitted> = {}): void => {
    ledger.move('pending', dropped, { category: 'error' });
    ledger.move('folded', dropped, { category: 'error', quantity: flood?.suppressed ?? 0 });
    if (watch) watch.lost = dropped;
  };
  const finish = (result: StageResult, admitted: Admitted): void => {
    const end = isDropped(result) ? result : contain(() => deliver(result, admitted), onBug);
    if (end) drop(end.drop, admitted);
  };

  const fold = (represented: string): void => {
    ledger.move('pending', 'folded', { category: 'error' });
    onFolded(represented);
  };

  const awaitHooks = (late: PromiseLike<StageResult>, admitted: Admitted, before: Draft | undefined): void => {
    // What must be kept goes out as it was before the hook that does not end.
    const kept = before?.occurrence.kept === undefined ? undefined : before;
    const through = hooks.begin(admitted.eventId, () => finish(kept ?? { drop: 'hook_unfinished' }, admitted));
    const end = (result: StageResult): void => void (through() && finish(result, admitted));
    late.then(end, (error: unknown) => end(ourBug(error, onBug)));
  };

  const produce = (candidate: Candidate, admitted: Admitted): void => {
    const event: Event = { event_id: admitted.eventId, timestamp: toEpochSeconds(platform.now()), contexts: { ...admitted.contexts } };
    let waiting: Draft | undefined;
    const result = contain(() => runStages(stages, { ...candidate, event }, (draft) => (waiting = draft)), onBug);
    if (isThenable(result)) awaitHooks(result, admitted, waiting);
    else finish(result, admitted);
  };

  return {
    capture(candidate) {
      const { identity } = candidate.occurrence;
      const known = identity && seen.idOf(identity);
      if (known !== undefined) return known;
      ledger.move('captured', 'pending', { category: 'error' });
      const verdict = contain(() => admit(candidate), onBug);
      if ('eventId' in verdict) {
        if (identity) seen.remember(identity, verdict.eventId);
        produce(candidate, verdict);
        return verdict.eventId;
      }
      const shown = isDropped(verdict) ? NO_EVENT_ID : verdict.represented;
      if (identity) seen.rememberBriefly(identity, shown);
      if (isDropped(verdict)) drop(verdict.drop);
      else fold(shown);
      return shown;
    },
    afterHooks: hooks.after,
    allHooks: hooks.all,
    abandonHooks: hooks.abandon,
    forget: seen.forget,
  };
};

/** Runs our own code so that its bug costs one event, counted, and is heard of. */
const contain = <T>(run: () => T, onBug: (error: unknown) => void): T | Dropped => {
  const result = attempt(run);
  if (result.ok) return result.value;
  return ourBug(result.error, onBug);
};

const ourBug = (error: unknown, onBug: (error: unknown) => void): Dropped => {
  onBug(error);
  return { drop: 'internal_sdk_error' };
};
