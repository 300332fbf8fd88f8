import type { Clock, RandomSource } from '../base/clock';
import { attemptOr } from '../base/fences';
import type { DropReason } from '../base/ledger';
import { toEpochSeconds } from '../base/units';
import { createIssueNamer } from '../event/issue-key';
import type { ParseStack } from '../event/stack';
import type { EventHint } from '../scope/scope-data';
import type { Filter } from './filters';
import type { Flood } from './flood';
import type { Candidate, Draft } from './stage';

/** What admission decides by. */
export interface AdmissionParts {
  readonly isIgnored: Filter;
  readonly parseStack: ParseStack;
  readonly platform: Clock & RandomSource;
  readonly newId: (issue: string) => string;
  /** 0 to 1. */
  readonly sampleRate: number;
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
export const createAdmission = (given: AdmissionParts, flood: Flood | undefined) => {
  const { sampleRate, parseStack, platform, newId, isIgnored } = given;
  const name = createIssueNamer();

  return (candidate: Candidate): Draft | Refused => {
    const { occurrence, hint, scope } = candidate;
    const sampled = sampleRate < 1 && !occurrence.kept;
    if (sampled && platform.random() >= sampleRate) return { drop: 'sample_rate' };
    const parts = occurrence.issueParts(parseStack);
    if (!occurrence.kept && isIgnored(parts)) return { drop: 'ignored' };
    const issue = name(parts, parts.fingerprint ?? scope.fingerprint);
    const watch = flood?.admit(issue, occurrence.kept);
    if (typeof watch === 'string') return { drop: 'folded', id: watch };
    const event_id = usableId(hint.event_id) ?? newId(issue.key);
    const told = watch?.flood;
    if (watch) {
      watch.id = event_id;
      watch.flood = undefined;
    }
    const contexts = { ...(sampled && { sampling: { rate: sampleRate } }), ...(told && { flood: told }) };
    return { occurrence, scope, hint: hintFor(candidate), issue: issue.key, watch, flood: told, event: { event_id, timestamp: toEpochSeconds(platform.now()), contexts } };
  };
};

/** One for all hooks of an event, so that what they change in it is seen. */
const hintFor = ({ occurrence, hint, scope: { attachments } }: Candidate): EventHint => ({
  originalException: occurrence.identity,
  ...hint,
  attachments: attemptOr([...attachments], () => [...attachments, ...(hint.attachments ?? [])]),
});

/** An id that came from elsewhere, if servers would take it. */
const usableId = (id: unknown): string | undefined => (typeof id === 'string' && /^[\da-f]{32}$/i.test(id) ? id : undefined);
