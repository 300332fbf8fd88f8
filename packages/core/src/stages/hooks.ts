import type { Report } from '../base/diagnostics';
import { attemptElse } from '../base/fences';
import { isObject, isThenable } from '../base/read';
import type { Event } from '../event/event';
import type { EventProcessor } from '../scope/scope-data';
import type { GateOptions } from './gate';
import type { Draft, Stage, StageResult } from './stage';

/** The hooks of a client, beside those of the scopes. */
export interface HookOptions {
  readonly beforeSend?: EventProcessor | undefined;
  /** Processors of the client and its integrations, read at each event. */
  readonly processors: Iterable<EventProcessor>;
  readonly report: Report;
  readonly gate: Pick<GateOptions, 'memory'>;
}

/**
 * Calls the app's hooks on the gated copy: processors first, `beforeSend` last. A hook that throws
 * or answers with anything but an event drops it, because it may have been about to take a secret
 * out; an event that must be kept (an audit) then goes on as it was before that hook.
 */
export const hooksStage = ({ beforeSend, processors, report, gate: { memory } }: HookOptions): Stage => {
  const callFrom = ([call, ...rest]: readonly (EventProcessor | undefined)[], draft: Draft): StageResult | PromiseLike<StageResult> => {
    if (!call) return draft;
    const [name, reason] = call === beforeSend ? (['beforeSend', 'before_send'] as const) : (['An event processor', 'event_processor'] as const);
    const {
      event,
      occurrence: { kept },
    } = draft;
    // The id that the app was told: hooks may change the event, but not that.
    const { event_id } = event;
    // Lent to the first hook only: what a hook answers with is the app's already.
    const lender = event === draft.gated ? memory : undefined;
    const fail = (cause: unknown, how = 'threw'): null => {
      report({ code: 'T2001', detail: `${name} ${how}`, cause });
      return null;
    };
    const goOn = (answer: Event | null): StageResult | PromiseLike<StageResult> => {
      if (isObject(answer)) return callFrom(rest, { ...draft, event: { ...(kept?.restore(answer, event) ?? answer), event_id } });
      if (answer !== null) fail(undefined, `answered ${typeof answer}`);
      return kept ? callFrom(rest, draft) : { drop: reason };
    };
    const answer = attemptElse(() => call((kept ?? lender)?.lend(event) ?? event, draft.hint), fail);
    return isThenable(answer) ? Promise.resolve(answer).catch(fail).then(goOn) : goOn(answer);
  };

  return (draft) => callFrom([...processors, ...draft.scope.processors, beforeSend].filter(Boolean), draft);
};
