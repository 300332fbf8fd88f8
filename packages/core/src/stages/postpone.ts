import { collectStage } from './collect';
import { createLevelled } from './levels';
import type { Nesting } from './nesting';
import { isTooDeep, within } from './nesting';
import { createPace } from './pace';
import type { Postpone } from './pipeline';
import type { Draft, Stage } from './stage';

/**
 * For `Runtime.postpone`, where a capture must be quick and there is time afterwards. Of an event that no hook will see
 * the capture only collects what the app can change later (`collect.ts`). The event is built, secrets are taken out, and
 * JSON is made, when it leaves the queue: to be sent, into the spool, or when the process dies. What the queue loses
 * never costs that.
 *
 * All other events pass the usual stages, with a level that servers know, and with bounds on hooks that capture
 * something themselves: how deep (`nesting.ts`), and how many in one turn of the event loop (`pace.ts`).
 */
export const postpone: Postpone = (parts, stages, hooks) => {
  const { beforeSend, processors, report } = parts;
  const levelled = createLevelled(report);
  const nesting: Nesting = { depth: 0 };
  const pace = createPace(parts.platform);
  // Made at the first event: a start does not need it.
  let collect: Stage | undefined;
  const hasHooks = ({ scope }: Draft) => beforeSend || processors.size + scope.processors.length > 0;
  const first: Stage = (draft) => {
    if (isTooDeep(nesting)) {
      report({ code: 'T2001', detail: 'A hook, or a rule of scrub, captures something whenever it is called' });
      return { drop: 'before_send' };
    }
    if (hasHooks(draft) || draft.occurrence.kept) return draft;
    collect ??= collectStage(parts, nesting);
    return collect(draft);
  };
  const usual = (stage: Stage, draft: Draft): ReturnType<Stage> => {
    const event = levelled(draft.event);
    const run = (): ReturnType<Stage> => within(nesting, nesting.depth + 1, () => stage(event === draft.event ? draft : Object.assign({}, draft, { event })));
    return (stage === hooks && hasHooks(draft) && pace()?.then(run)) || run();
  };
  return [first, ...stages.map((stage): Stage => (draft) => (draft.late ? draft : usual(stage, draft)))];
};
