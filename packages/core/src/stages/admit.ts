import { createEventId, issueNumber } from '../base/error-hash';
import type { Context } from '../event/event';
import type { ParseStack } from '../event/stack';
import type { Candidate, Dropped } from './stage';

/** What came in: its identity, and what admission has to say about it on the event. */
export interface Admitted {
  readonly eventId: string;
  /** Issue key: occurrences with the same one are the same failure. */
  readonly issue: string;
  readonly contexts: Readonly<Record<string, Context>>;
}

/** What admission decides by. */
export interface AdmissionOptions {
  /** 0 to 1; absent is 1. */
  readonly sampleRate: number | undefined;
  readonly random: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly parseStack: ParseStack;
}

/**
 * The first stage, always synchronous and cheap: chance first, because what is sampled out must not
 * cost a stack parse; then the issue key and the event's id, whose first word comes from it. A kept
 * event carries its rate (`contexts.sampling.rate`), so that totals can be estimated.
 */
export const createAdmission =
  ({ sampleRate = 1, random, randomBytes, parseStack }: AdmissionOptions) =>
  ({ occurrence, hint, scope }: Candidate): Admitted | Dropped => {
    const sampled = sampleRate < 1 && !occurrence.kept;
    if (sampled && random() >= sampleRate) return { drop: 'sample_rate' };
    const issue = occurrence.issueKey(parseStack, scope.fingerprint);
    return {
      issue,
      eventId: usableId(hint.event_id) ?? createEventId(issueNumber(issue), randomBytes),
      contexts: sampled ? { sampling: { rate: sampleRate } } : {},
    };
  };

/** An id that came from elsewhere, if servers would take it. */
const usableId = (id: unknown): string | undefined => (typeof id === 'string' && /^[\da-f]{32}$/i.test(id) ? id : undefined);
