import type { Timers } from '../base/clock';
import type { Report } from '../base/diagnostics';
import type { Event } from '../event/event';
import type { ParseStack } from '../event/stack';
import type { EventProcessor } from '../scope/scope-data';
import { buildStage } from './build';
import { enrichStage } from './enrich';
import type { FilteredCounts, GateOptions } from './gate';
import { gateStage } from './gate';
import { hooksStage } from './hooks';
import type { Stage } from './stage';

/** What the stages need from client and platform. */
export interface PipelineParts {
  readonly parseStack: ParseStack;
  /** Put onto every event: release, environment, sdk, platform contexts. */
  readonly constant: Partial<Event>;
  readonly gate: GateOptions;
  /** Hears what the gate took out of an event. */
  readonly onFiltered: (counts: FilteredCounts, eventId: string) => void;
  readonly beforeSend?: EventProcessor | undefined;
  readonly processors: ReadonlySet<EventProcessor>;
  readonly report: Report;
  readonly platform: Timers & { readonly postpone?: Postpone | undefined };
}

/** Makes of the stages those that finish later what nobody has to see now; see `postpone`. `hooks` is the stage among them that calls the app's hooks. */
export type Postpone = (parts: PipelineParts, stages: readonly Stage[], hooks: Stage) => readonly Stage[];

/**
 * The way of an admitted event as data: the gate stands before the hooks, which get a safe copy, and
 * after them, so that they cannot leak. The order is told in `docs/life-of-an-event.md`.
 */
export const createPipeline = (parts: PipelineParts): readonly Stage[] => {
  const gate: Stage = gateStage(parts.gate, parts.onFiltered);
  const hooks = hooksStage(parts);
  const stages = [
    buildStage(parts.parseStack, parts.constant),
    enrichStage(parts.constant),
    gate,
    hooks,
    gate,
  ];
  return parts.platform.postpone?.(parts, stages, hooks) ?? stages;
};
