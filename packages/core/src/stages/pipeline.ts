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
  readonly processors: Iterable<EventProcessor>;
  readonly report: Report;
}

/**
 * The way of an admitted event as data: the gate stands before the hooks, which get a safe copy, and
 * after them, so that they cannot leak. The order is told in `docs/life-of-an-event.md`.
 */
export const createPipeline = (parts: PipelineParts): readonly Stage[] => {
  const gate = gateStage(parts.gate, parts.onFiltered);
  const gateAgain: Stage = (draft) => (draft.hooked ? gate(draft) : draft);
  return [
    buildStage(parts.parseStack),
    enrichStage(parts.constant),
    gate,
    hooksStage(parts),
    gateAgain,
  ];
};
