import type { Clock } from '../base/clock';
import { randomEventId } from '../base/error-hash';
import { attempt } from '../base/fences';
import type { DropReason, Ledger } from '../base/ledger';
import { isThenable } from '../base/read';
import { toEpochSeconds } from '../base/units';
import type { Event } from '../event/event';
import type { Admitted } from '../stages/admit';
import type { Candidate, Dropped, Stage, StageResult } from '../stages/stage';
import { isDropped, runStages } from '../stages/stage';

/** What capturing needs. */
export interface CapturerOptions {
  readonly admit: (candidate: Candidate) => Admitted | Dropped;
  readonly stages: readonly Stage[];
  readonly ledger: Ledger;
  readonly platform: Clock & { readonly randomBytes: (count: number) => Uint8Array };
  /** Takes the finished event. */
  readonly deliver: (event: Event, issue: string) => void;
}

/** Brings occurrences through the pipeline and keeps account of those whose hooks take time. */
export interface Capturer {
  /** The id of the event, at once. */
  capture(candidate: Candidate): string;
  /** Resolves when this event's hooks are through. */
  afterHooks(eventId: string): Promise<void>;
  /** Resolves when the hooks of all events captured so far are through. */
  allHooks(): Promise<unknown>;
  /** Gives up on hooks that are still running, because the process ends: their events are dropped and counted. */
  abandonHooks(): void;
}

/** See {@link Capturer}. Every candidate is entered in the ledger once and settled once, here or by `deliver`. */
export const createCapturer = ({ admit, stages, ledger, platform, deliver }: CapturerOptions): Capturer => {
  /** Events of errors seen before: boundary, handler and rejection may all hand in the same object. */
  const seen = new WeakMap<object, string>();
  const running = new Map<string, Promise<void>>();

  const drop = (reason: DropReason): void => ledger.settle('error', { dropped: reason });
  const finish = (result: StageResult, issue: string): void => (isDropped(result) ? drop(result.drop) : deliver(result.event, issue));

  const awaitHooks = (eventId: string, late: PromiseLike<StageResult>, issue: string): void => {
    const end = (settle: () => void): void => {
      if (running.delete(eventId)) settle();
    };
    const done = late.then(
      (result) => end(() => finish(result, issue)),
      () => end(() => drop('internal_sdk_error')),
    );
    running.set(eventId, Promise.resolve(done));
  };

  const produce = (candidate: Candidate, admitted: Admitted): void => {
    const event: Event = { event_id: admitted.eventId, timestamp: toEpochSeconds(platform.now()), contexts: { ...admitted.contexts } };
    // A bug of ours in a stage must not leave the event pending for ever.
    const run = attempt(() => runStages(stages, { ...candidate, event }));
    const result = run.ok ? run.value : { drop: 'internal_sdk_error' as const };
    if (isThenable(result)) awaitHooks(admitted.eventId, result, admitted.issue);
    else finish(result, admitted.issue);
  };

  return {
    capture(candidate) {
      const { identity } = candidate.occurrence;
      const known = identity && seen.get(identity);
      if (known !== undefined) return known;
      ledger.enter('error', 'captured');
      const admission = attempt(() => admit(candidate));
      const admitted: Admitted | Dropped = admission.ok ? admission.value : { drop: 'internal_sdk_error' };
      const eventId = isDropped(admitted) ? randomEventId(platform.randomBytes) : admitted.eventId;
      if (identity) seen.set(identity, eventId);
      if (isDropped(admitted)) drop(admitted.drop);
      else produce(candidate, admitted);
      return eventId;
    },
    afterHooks: (eventId) => running.get(eventId) ?? Promise.resolve(),
    allHooks: () => Promise.all(running.values()),
    abandonHooks() {
      running.forEach(() => drop('hook_unfinished'));
      running.clear();
    },
  };
};
