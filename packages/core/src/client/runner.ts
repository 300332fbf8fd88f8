import type { Report } from '../base/diagnostics';
import { guard } from '../base/fences';
import type { DropReason, Ledger } from '../base/ledger';
import { ERROR } from '../base/ledger';
import { isThenable } from '../base/read';
import type { Draft, Dropped, Stage, StageResult } from '../stages/stage';

/** What it takes to bring an event through the stages. */
export interface RunnerParts {
  readonly stages: readonly Stage[];
  readonly ledger: Ledger;
  readonly report: Report;
  /** Takes the finished event. */
  readonly deliver: (finished: Draft) => void;
}

/** Brings events through the stages, and keeps account of those whose hooks take time. */
export interface Runner {
  /** Each event ends once: it is delivered, or dropped with those that it stands for. */
  run(draft: Draft): void;
  /** Resolves when this event's hooks, or those of all events that run now, are through or given up. */
  afterHooks(eventId?: string): Promise<unknown>;
  /** Gives up on hooks that are still running, because the process ends: their events are dropped and counted. */
  abandonHooks(): void;
}

/** An event whose hooks take time. */
interface Waiting {
  readonly id: string;
  readonly done: Promise<void>;
  readonly giveUp: () => void;
}

/** Events whose hooks may run at one time; as many as the queue holds. One more, and the oldest is given up: its hook may never end. */
const MAX_WAITING = 2500;

/** What is left of an event on which our own code has failed. */
export const BUG: Dropped = { drop: 'internal_sdk_error' };

/** See {@link Runner}. It stays synchronous until a stage answers with a promise, so that the crash path can finish. */
export const createRunner = ({ stages, ledger, report, deliver }: RunnerParts): Runner => {
  // A set, because an app may capture two events under one id of its own.
  const waiting = new Set<Waiting>();

  const drop = (reason: DropReason, { flood, watch }: Draft): void => {
    ledger.move('pending', reason, { ...ERROR, suppressed: flood?.suppressed });
    if (watch) watch.last ??= reason;
  };

  /** Takes what came of a draft to the stage that is next, and so on. */
  const goOn = (result: StageResult, before: Draft, next: number): void => {
    if ('drop' in result) return drop(result.drop, before);
    const stage = stages[next];
    if (!stage) return deliver(result);
    const answer = stage(result);
    if (isThenable(answer)) wait(answer, result, next + 1);
    else goOn(answer, result, next + 1);
  };

  const run = (result: StageResult, before: Draft, next: number): void => {
    const bug = guard<Dropped | void>(report, BUG, () => goOn(result, before, next));
    if (bug) drop(bug.drop, before);
  };

  const wait = (late: PromiseLike<StageResult>, draft: Draft, next: number): void => {
    let resolve = (): void => undefined;
    const end = (result: StageResult): void => {
      // It may have been given up already.
      if (waiting.delete(entry)) run(result, draft, next);
      resolve();
    };
    // What must be kept goes out as it was before the hook that does not end.
    const giveUp = (): void => end(draft.occurrence.kept ? draft : { drop: 'hook_unfinished' });
    const entry = { id: draft.event.event_id, done: new Promise<void>((settle) => (resolve = settle)), giveUp };
    waiting.add(entry);
    if (waiting.size > MAX_WAITING) waiting.values().next().value?.giveUp();
    late.then(end, (cause: unknown) => {
      report({ code: 'T2003', cause });
      end(BUG);
    });
  };

  return {
    run: (draft) => run(draft, draft, 0),
    // Not those that come while it waits.
    afterHooks: (wanted) => Promise.all([...waiting].flatMap(({ id, done }) => ((wanted ?? id) === id ? done : []))),
    abandonHooks: () => [...waiting].forEach(({ giveUp }) => giveUp()),
  };
};
