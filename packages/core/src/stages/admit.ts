import type { Clock, RandomSource } from '../base/clock';
import type { DropReason } from '../base/ledger';
import { toEpochSeconds } from '../base/units';
import type { IssueParts } from '../event/issue-key';
import { createIssueNamer } from '../event/issue-key';
import type { ParseStack } from '../event/stack';
import type { Flood } from './flood';
import type { Candidate, Draft } from './stage';

/** What admission decides by. */
export interface AdmissionParts {
  readonly parseStack: ParseStack;
  readonly platform: Clock & Pick<RandomSource, 'random'>;
  readonly newId: (issue: string) => string;
  /** Whether the app does not want to hear of it. */
  readonly isIgnored: (parts: IssueParts) => boolean;
  /** 0 to 1; absent is 1. */
  readonly sampleRate: number | undefined;
}

/** Why an occurrence becomes no event. */
export interface Refused {
  readonly drop: DropReason | 'folded';
  /** Of a folded one: the event that is shown in its place. */
  readonly id?: string | undefined;
}

/**
 * The first stage, always synchronous and cheap: chance first, because what is sampled out must not
 * cost a stack parse; then what is ignored, which must not take a token; then the issue, flood control,
 * and the event's id, whose first word comes from the issue. A kept event carries its rate
 * (`contexts.sampling.rate`, 0 to 1), so that totals can be estimated. Audits pass all.
 */
export const createAdmission = ({ sampleRate = 1, parseStack, platform, newId, isIgnored }: AdmissionParts, flood: Flood | undefined) => {
  const name = createIssueNamer();

  return (candidate: Candidate): Draft | Refused => {
    const { occurrence, hint, scope } = candidate;
    const sampled = sampleRate < 1 && !occurrence.kept;
    if (sampled && platform.random() >= sampleRate) return { drop: 'sample_rate' };
    const parts = occurrence.issueParts(parseStack, scope.fingerprint);
    if (!occurrence.kept && isIgnored(parts)) return { drop: 'ignored' };
    const issue = name(parts);
    const watch = flood?.admit(issue, occurrence.kept);
    if (typeof watch === 'string') return { drop: 'folded', id: watch };
    const event_id = usableId(hint.event_id) ?? newId(issue.key);
    const told = watch?.flood;
    if (watch) {
      watch.id = event_id;
      watch.flood = undefined;
    }
    const contexts = { ...(sampled && { sampling: { rate: sampleRate } }), ...(told && { flood: told }) };
    return { ...candidate, issue: issue.key, watch, flood: told, event: { event_id, timestamp: toEpochSeconds(platform.now()), contexts } };
  };
};

/** An id that came from elsewhere, if servers would take it. */
const usableId = (id: unknown): string | undefined => (typeof id === 'string' && /^[\da-f]{32}$/i.test(id) ? id : undefined);
