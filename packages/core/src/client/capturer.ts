import { guard } from '../base/fences';
import { ERROR } from '../base/ledger';
import type { AdmissionParts } from '../stages/admit';
import { createAdmission } from '../stages/admit';
import type { FloodParts, Rate } from '../stages/flood';
import { createFlood } from '../stages/flood';
import type { Candidate } from '../stages/stage';
import { isDropped } from '../stages/stage';
import { NO_EVENT_ID } from './options';
import { createRecentErrors } from './recent-errors';
import type { Runner, RunnerParts } from './runner';
import { BUG, createRunner } from './runner';

/** What capturing needs. */
export type CapturerParts = RunnerParts & FloodParts & AdmissionParts & {
  /** How much flood control lets through. Absent: everything. */
  readonly rate: Rate | undefined;
  /** Ids of the events that the queue has taken and not lost since. */
  readonly taken: Set<string>;
  /** Hears of what happened all the same, though chance or flood control kept it back. */
  readonly hear: (candidate: Candidate) => void;
};

/** Takes occurrences in and brings them through the pipeline. */
export interface Capturer extends Pick<Runner, 'afterHooks' | 'abandonHooks'> {
  /** The id of the event, at once; of a folded occurrence, that of the event that is shown in its place. */
  capture(candidate: Candidate): string;
  /** Whether the last capture was folded, and the id is that of the event that is shown in its place. */
  isRepresentative(eventId: string): boolean;
  /** Tells of all that is folded, now: on flush, close and crash. */
  tellFolded(): void;
  /** Lets go of everything, the app's errors among it. */
  stop(): void;
}

/** See {@link Capturer}. Every candidate is entered in the ledger once and ends once, here or by `deliver`. */
export const createCapturer = (parts: CapturerParts): Capturer => {
  const { ledger, platform, rate, report, taken, hear } = parts;
  const flood = rate && createFlood(rate, parts);
  const admit = createAdmission(parts, flood);
  const { run, drop, ...runner } = createRunner(parts);
  // A boundary, a handler and a rejection may all hand in the same error. It is never marked: it may be frozen, and belongs to the app.
  const known = new WeakMap<object, string>();
  const recent = createRecentErrors(platform);
  let represented: string | undefined;

  return {
    ...runner,
    capture(candidate) {
      const { identity } = candidate.occurrence;
      represented = identity && recent.get(identity);
      const before = represented ?? (identity && known.get(identity));
      if (before !== undefined) return before;
      ledger.move('captured', 'pending', ERROR);
      const verdict = guard(report, BUG, () => admit(candidate));
      const folded = typeof verdict === 'string';
      if (!folded && !isDropped(verdict)) {
        const { event_id } = verdict.event;
        if (identity) known.set(identity, event_id);
        run(verdict);
        return event_id;
      }
      const shown = folded ? verdict : NO_EVENT_ID;
      if (identity) recent.set(identity, shown);
      if (folded || verdict.drop === 'sample_rate') hear(candidate);
      if (!folded) {
        drop(verdict.drop);
        return shown;
      }
      ledger.move('pending', 'folded', ERROR);
      // It is shown again, which makes it the newest.
      if (taken.delete(shown)) taken.add(shown);
      return (represented = shown);
    },
    isRepresentative: (eventId) => eventId === represented,
    tellFolded: () => flood?.tellAll(),
    stop() {
      flood?.stop();
      recent.clear();
    },
  };
};
