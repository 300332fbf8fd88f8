import type { DropReason } from '../base/ledger';
import type { Event } from '../event/event';
import type { Occurrence } from '../event/occurrence';
import type { EventHint, ScopeData } from '../scope/scope-data';
import type { FloodContext, Watch } from './flood-watches';
import type { Late } from './late-event';

/** What asks to come in. */
export interface Candidate {
  readonly occurrence: Occurrence;
  readonly hint: EventHint;
  readonly scope: ScopeData;
}

/** An event that was let in, with what has to be known of it. */
export interface Admitted {
  readonly event: Event;
  /** Issue key: events with the same one are of the same failure. */
  readonly issue: string;
  /** The folded occurrences that it stands for; they share its end. */
  readonly flood?: FloodContext | undefined;
  /** What flood control knows of its issue; audits are not watched. */
  readonly watch?: Watch | undefined;
  /** Only where the event is finished when it leaves the queue. */
  readonly late?: Late | undefined;
}

/** An event on its way from occurrence to wire: at first id, time and what admission said; each stage returns a draft with more. */
export interface Draft extends Candidate, Admitted {
  /** The event as it came out of the gate. */
  readonly gated?: Event;
}

/** The end of an event inside the pipeline. */
export interface Dropped {
  readonly drop: DropReason;
}

/** What a stage answers. Only stages that call the app's hooks may answer with a promise. */
export type StageResult = Draft | Dropped;

/** One step of the pipeline. */
export type Stage = (draft: Draft) => StageResult | PromiseLike<StageResult>;
