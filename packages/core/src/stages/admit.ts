import { createEventId, issueNumber } from '../base/error-hash';
import type { EpochMilliseconds } from '../base/units';
import type { Context } from '../event/event';
import { createIssueNamer } from '../event/issue-key';
import type { ParseStack } from '../event/stack';
import type { Flood, FloodContext, Watch } from './flood';
import { collectFolded } from './flood';
import type { Candidate, Dropped } from './stage';

/** What came in: its identity, and what admission has to say about it on the event. */
export interface Admitted {
  readonly eventId: string;
  /** Issue key: occurrences with the same one are the same failure. */
  readonly issue: string;
  readonly contexts: Readonly<Record<string, Context>>;
  /** The folded occurrences that the event stands for; they share its end. */
  readonly flood?: FloodContext | undefined;
  /** What flood control knows of its issue; audits are not watched. */
  readonly watch?: Watch | undefined;
}

/** One of a flood: it gets no event of its own. */
export interface Folded {
  /** Id of the event that is shown in its place: the last one of its issue that was taken for delivery, else the last that was let through. */
  readonly represented: string;
}

/** What admission decides by. */
export interface AdmissionOptions {
  /** 0 to 1; absent is 1. */
  readonly sampleRate: number | undefined;
  /** Absent: everything passes. */
  readonly flood: Flood | undefined;
  readonly random: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly now: () => EpochMilliseconds;
  readonly parseStack: ParseStack;
}

/**
 * The first stage, always synchronous and cheap: chance first, because what is sampled out must not
 * cost a stack parse; then the issue, flood control, and the event's id, whose first word comes from
 * the issue. A kept event carries its rate (`contexts.sampling.rate`), so that totals can be
 * estimated. Audits pass both.
 */
export const createAdmission = ({ sampleRate = 1, flood, random, randomBytes, now, parseStack }: AdmissionOptions) => {
  const name = createIssueNamer();

  return ({ occurrence, hint, scope }: Candidate): Admitted | Folded | Dropped => {
    const sampled = sampleRate < 1 && !occurrence.kept;
    if (sampled && random() >= sampleRate) return { drop: 'sample_rate' };
    const issue = name(occurrence.issueParts(parseStack, scope.fingerprint));
    const judged = occurrence.kept ? undefined : flood?.admit(issue, now());
    if (judged?.passes === false) return { represented: judged.watch.last?.id ?? judged.watch.admitted ?? '' };
    const eventId = usableId(hint.event_id) ?? createEventId(issueNumber(issue.key), randomBytes);
    if (!judged) return { issue: issue.key, eventId, contexts: samplingOf(sampled, sampleRate) };
    const { watch } = judged;
    const suppressed = collectFolded(watch);
    watch.admitted = eventId;
    return { issue: issue.key, eventId, contexts: { ...samplingOf(sampled, sampleRate), ...floodOf(suppressed) }, flood: suppressed, watch };
  };
};

/** An id that came from elsewhere, if servers would take it. */
const usableId = (id: unknown): string | undefined => (typeof id === 'string' && /^[\da-f]{32}$/i.test(id) ? id : undefined);

const samplingOf = (sampled: boolean, rate: number): Record<string, Context> => (sampled ? { sampling: { rate } } : {});

const floodOf = (flood: FloodContext | undefined): Record<string, Context> => (flood ? { flood: { ...flood } } : {});
