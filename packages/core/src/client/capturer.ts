import type { Clock } from '../base/clock';
import { randomEventId } from '../base/error-hash';
import { attempt } from '../base/fences';
import type { DropReason, Ledger } from '../base/ledger';
import { isThenable } from '../base/read';
import { toEpochSeconds } from '../base/units';
import type { Event } from '../event/event';
import type { Admitted } from '../stages/admit';
import type { Candidate, Draft, Dropped, Stage, StageResult } from '../stages/stage';
import { isDropped, runStages } from '../stages/stage';
import type { RunningHooks } from './running-hooks';
import { createRunningHooks } from './running-hooks';

/** What capturing needs. */
export interface CapturerOptions {
  readonly admit: (candidate: Candidate) => Admitted | Dropped;
  readonly stages: readonly Stage[];
  readonly ledger: Ledger;
  readonly platform: Clock & { readonly randomBytes: (count: number) => Uint8Array };
  /** Takes the finished event. */
  readonly deliver: (draft: Draft, issue: string) => void;
  /** Hears of our own failures; the event in hand is dropped as `internal_sdk_error`. */
  readonly onBug: (error: unknown) => void;
}

/** Brings occurrences through the pipeline and keeps account of those whose hooks take time. */
export interface Capturer {
  /** The id of the event, at once. */
  capture(candidate: Candidate): string;
  readonly afterHooks: RunningHooks['after'];
  readonly allHooks: RunningHooks['all'];
  /** Gives up on hooks that are still running, because the process ends: their events are dropped and counted. */
  abandonHooks(): void;
}

/** See {@link Capturer}. Every candidate is entered in the ledger once and settled once, here or by `deliver`. */
export const createCapturer = ({ admit, stages, ledger, platform, deliver, onBug }: CapturerOptions): Capturer => {
  /** Events of errors seen before: boundary, handler and rejection may all hand in the same object. */
  const seen = new WeakMap<object, string>();
  const hooks = createRunningHooks();

  const drop = (reason: DropReason): void => ledger.settle('error', { dropped: reason });
  const finish = (result: StageResult, issue: string): void => {
    const end = isDropped(result) ? result : contain(() => deliver(result, issue), onBug);
    if (end) drop(end.drop);
  };

  const awaitHooks = (eventId: string, late: PromiseLike<StageResult>, issue: string): void => {
    hooks.begin(eventId);
    const end = (result: StageResult): void => {
      if (hooks.end(eventId)) finish(result, issue);
    };
    late.then(end, (error: unknown) => {
      onBug(error);
      end({ drop: 'internal_sdk_error' });
    });
  };

  const produce = (candidate: Candidate, admitted: Admitted): void => {
    const event: Event = { event_id: admitted.eventId, timestamp: toEpochSeconds(platform.now()), contexts: { ...admitted.contexts } };
    const result = contain(() => runStages(stages, { ...candidate, event }), onBug);
    if (isThenable(result)) awaitHooks(admitted.eventId, result, admitted.issue);
    else finish(result, admitted.issue);
  };

  return {
    capture(candidate) {
      const { identity } = candidate.occurrence;
      const known = identity && seen.get(identity);
      if (known !== undefined) return known;
      ledger.enter('error', 'captured');
      const admitted = contain(() => admit(candidate), onBug);
      const eventId = isDropped(admitted) ? randomEventId(platform.randomBytes) : admitted.eventId;
      if (identity) seen.set(identity, eventId);
      if (isDropped(admitted)) drop(admitted.drop);
      else produce(candidate, admitted);
      return eventId;
    },
    afterHooks: hooks.after,
    allHooks: hooks.all,
    abandonHooks() {
      const abandoned = hooks.abandon();
      if (abandoned > 0) ledger.settle('error', { dropped: 'hook_unfinished' }, abandoned);
    },
  };
};

/** Runs our own code so that its bug costs one event, counted, and is heard of. */
const contain = <T>(run: () => T, onBug: (error: unknown) => void): T | Dropped => {
  const result = attempt(run);
  if (result.ok) return result.value;
  onBug(result.error);
  return { drop: 'internal_sdk_error' };
};
