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
  readonly platform: { readonly postpone?: Postpone | undefined };
}

/** Makes a stage that stands in for the first gate, which it gets; see `postpone`. */
export type Postpone = (parts: PipelineParts, gate: Stage) => Stage;

/**
 * The way of an admitted event as data: the gate stands before the hooks, which get a safe copy, and
 * after them, so that they cannot leak. The order is told in `docs/life-of-an-event.md`.
 */
export const createPipeline = (parts: PipelineParts): readonly Stage[] => {
  const gateAgain: Stage = gateStage(parts.gate, parts.onFiltered);
  const gate = parts.platform.postpone?.(parts, gateAgain) ?? gateAgain;
  return [
    buildStage(parts.parseStack, parts.constant),
    enrichStage(parts.constant),
    gate,
    hooksStage(parts),
    gateAgain,
  ];
};
