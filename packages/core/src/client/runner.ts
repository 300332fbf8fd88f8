import type { Report } from '../base/diagnostics';
import { guard } from '../base/fences';
import type { DropReason, Ledger } from '../base/ledger';
import { ERROR } from '../base/ledger';
import { isThenable } from '../base/read';
import type { Admitted } from '../stages/flood';
import type { Draft, Dropped, Stage, StageResult } from '../stages/stage';
import { isDropped, runStages } from '../stages/stage';

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
  drop(reason: DropReason, admitted?: Partial<Admitted>): void;
  /** Resolves when this event's hooks, or those of all events that run now, are through or given up. */
  afterHooks(eventId?: string): Promise<unknown>;
  /** Gives up on hooks that are still running, because the process ends: their events are dropped and counted. */
  abandonHooks(): void;
}

interface Waiting {
  readonly eventId: string;
  readonly done: Promise<void>;
  readonly giveUp: () => void;
}

/** What is left of an event on which our own code has failed. */
export const BUG: Dropped = { drop: 'internal_sdk_error' };

/** See {@link Runner}. */
export const createRunner = ({ stages, ledger, report, deliver }: RunnerParts): Runner => {
  // A set, because an app may capture two events under one id of its own.
  const waiting = new Set<Waiting>();

  const drop = (reason: DropReason, { flood, watch }: Partial<Admitted> = {}): void => {
    ledger.move('pending', reason, ERROR);
    ledger.move('folded', reason, { ...ERROR, quantity: flood?.suppressed ?? 0 });
    if (watch) watch.lost = reason;
  };

  const finish = (result: StageResult, draft: Draft): void => {
    const end = isDropped(result) ? result : guard(report, BUG, () => void deliver(result));
    if (end) drop(end.drop, draft);
  };

  const wait = (late: PromiseLike<StageResult>, draft: Draft, otherwise: StageResult): void => {
    let resolve = (): void => undefined;
    const end = (result: StageResult): void => {
      // It may have been given up already.
      if (waiting.delete(entry)) finish(result, draft);
      resolve();
    };
    const done = new Promise<void>((settle) => (resolve = settle));
    const entry = { eventId: draft.event.event_id, done, giveUp: () => end(otherwise) };
    waiting.add(entry);
    late.then(end, (cause: unknown) => {
      report({ code: 'T2003', cause });
      end(BUG);
    });
  };

  return {
    run(draft) {
      // What must be kept goes out as it was before the hook that does not end.
      let otherwise: StageResult = { drop: 'hook_unfinished' };
      const result = guard<ReturnType<typeof runStages>>(report, BUG, () => runStages(stages, draft, (before) => before.occurrence.kept && (otherwise = before)));
      if (isThenable(result)) wait(result, draft, otherwise);
      else finish(result, draft);
    },
    drop,
    // Not those that come while it waits.
    afterHooks: (wanted) => Promise.all([...waiting].flatMap(({ eventId, done }) => ((wanted ?? eventId) === eventId ? [done] : []))),
    abandonHooks: () => [...waiting].forEach(({ giveUp }) => giveUp()),
  };
};
