import { NO_EVENT_ID } from '../base/error-hash';
import { guard } from '../base/fences';
import { ERROR } from '../base/ledger';
import type { AdmissionParts } from '../stages/admit';
import { createAdmission } from '../stages/admit';
import type { FloodParts } from '../stages/flood';
import { createFlood } from '../stages/flood';
import type { Rate } from '../stages/flood-watches';
import type { Candidate } from '../stages/stage';
import type { RecentAnswer } from './recent-errors';
import { createRecentErrors } from './recent-errors';
import type { RecentIds } from './recent-ids';
import type { Runner, RunnerParts } from './runner';
import { BUG, createRunner } from './runner';

/** What capturing needs. */
export type CapturerParts = RunnerParts & FloodParts & AdmissionParts & {
  /** How much flood control lets through. `false`: everything. */
  readonly flood: false | Rate;
  /** Ids of the events that the queue has taken and not lost since. */
  readonly taken: RecentIds;
  /** Hears of an occurrence that chance or flood control kept back: it happened all the same. */
  readonly hear: (candidate: Candidate) => void;
};

/** Takes occurrences in and brings them through the pipeline. */
export interface Capturer extends Pick<Runner, 'afterHooks' | 'abandonHooks'> {
  /** The id of the event, at once; of a folded occurrence, that of the event that is shown in its place. */
  capture(candidate: Candidate): string;
  /** Whether the last capture was folded, and the id is that of the event that is shown in its place. */
  isRepresentative(eventId: string): boolean;
  /** Tells of all that is folded, now: on flush, close and crash. */
  tellAll(): void;
  /** Lets go of everything, the app's errors among it. */
  stop(): void;
}

/** See {@link Capturer}. Every candidate is entered in the ledger once and ends once, here or by `deliver`. */
export const createCapturer = (parts: CapturerParts): Capturer => {
  const { ledger, platform, report, taken, hear } = parts;
  const flood = parts.flood ? createFlood(parts.flood, parts) : undefined;
  const admit = createAdmission(parts, flood);
  const { run, ...runner } = createRunner(parts);
  // A boundary, a handler and a rejection may all hand in the same error. It is never marked: it may be frozen, and belongs to the app.
  // Ids alone: an object for each, which lives as long as this knows it, V8 would soon make in old memory from the beginning.
  const known = new WeakMap<object, string>();
  const recent = createRecentErrors(platform);
  /** Of the last capture, where that became no event. */
  let last: RecentAnswer | undefined;

  const take = (candidate: Candidate): string => {
    const { identity } = candidate.occurrence;
    ledger.move('captured', 'pending', ERROR);
    const verdict = guard<ReturnType<typeof admit>>(report, BUG, () => admit(candidate));
    if ('event' in verdict) {
      const { event_id } = verdict.event;
      if (identity) known.set(identity, event_id);
      run(verdict);
      return event_id;
    }
    const { drop, id = NO_EVENT_ID } = verdict;
    const answer = { id, drop };
    if (identity) recent.set(identity, answer);
    ledger.move('pending', drop, ERROR);
    if (drop !== 'ignored') hear(candidate);
    // The event that is shown in its place counts as the newest again.
    if (taken.delete(id)) taken.add(id);
    last = answer;
    return id;
  };

  return {
    ...runner,
    capture(candidate) {
      const { identity } = candidate.occurrence;
      last = identity && recent.get(identity);
      return (identity && known.get(identity)) ?? last?.id ?? take(candidate);
    },
    isRepresentative: (eventId) => last?.id === eventId && last.drop === 'folded',
    tellAll: () => flood?.tellAll(),
    stop() {
      flood?.stop();
      recent.clear();
    },
  };
};
