import type { Attempt } from '../base/fences';
import { followed } from '../base/followed';
import { copyBag, spell } from '../base/read';
import { toEpochSeconds } from '../base/units';
import { activeScopeData, findCarrier, getCarrier } from '../client/carrier';
import { captureException, errorHash } from '../client/capture';
import { getCurrentScope, newBlock } from '../client/scopes';
import { recordAudit } from './audit';
import type { CurrentMasquerade } from './current-masquerade';
import { currentMasquerade, MASQUERADE } from './current-masquerade';
import { toPerson, UNKNOWN } from './parties';
import type { AuditDetails, AuditPerson } from './record';

/** Who acts as whom, and why. */
export interface MasqueradeDetails {
  /** The real person. */
  readonly actor: AuditPerson;
  /** Whose rights are used. */
  readonly onBehalfOf: AuditPerson;
  readonly reason: string;
  readonly ticket?: string | undefined;
}

/**
 * Runs `body` as somebody else and keeps it visible: a start and an end record, and both people on
 * every event, message and audit captured inside, also in asynchronous work that it starts. What
 * `body` throws is captured here, with both people, put into the end record by its hash, and thrown
 * on. Nests: the outer actor stays the real person.
 */
export const masquerade = <T>(details: MasqueradeDetails, body: () => T): T => {
  const enter = newBlock();
  const session = begin(details);
  enter(getCurrentScope).setContext(MASQUERADE, { ...session }).setUser({ id: session.onBehalfOf.id }).setTags(tagsOf(session));
  void enter(recordAudit, 'masquerade.start', detailsOf(session), 'start');
  return enter(followed<T>, body, (outcome) => end(session, outcome));
};

/** A masquerade inside another one: the real person stays the outermost, the chain in between is kept. */
const begin = (details: MasqueradeDetails): CurrentMasquerade => {
  const carrier = getCarrier();
  const outer = currentMasquerade(activeScopeData(carrier));
  const given: Partial<MasqueradeDetails> = copyBag(details);
  const [actor, onBehalfOf] = [toPerson(given.actor), toPerson(given.onBehalfOf)];
  if (!actor || !onBehalfOf) carrier.client?.report({ code: 'T5001', detail: 'masquerade()' });
  return {
    actor: outer?.actor ?? actor ?? UNKNOWN,
    onBehalfOf: { ...(onBehalfOf ?? UNKNOWN), ...(outer && { onBehalfOf: outer.onBehalfOf }) },
    reason: spell(given.reason ?? ''),
    ticket: given.ticket,
    session: { id: carrier.client?.newId() ?? '', startedAt: toEpochSeconds(carrier.client?.now() ?? 0) },
  };
};

const tagsOf = ({ actor, onBehalfOf }: CurrentMasquerade): Record<string, string> => ({ 'audit.actor': actor.id, 'audit.on_behalf_of': onBehalfOf.id });

const detailsOf = ({ actor, onBehalfOf, reason, ticket }: CurrentMasquerade): AuditDetails & { kind: 'masquerade' } => ({
  kind: 'masquerade',
  actor,
  onBehalfOf,
  reason,
  ...(ticket !== undefined && { ticket }),
});

const end = (session: CurrentMasquerade, outcome: Attempt<unknown>): void => {
  const details = detailsOf(session);
  if (outcome.ok) return void recordAudit('masquerade.end', details, 'end');
  const eventId = captureException(outcome.error, { mechanism: { type: 'auto.function.masquerade', handled: false } });
  void findCarrier()
    ?.client?.afterHooks(eventId)
    .then(() => {
      const error = errorHash(eventId);
      return recordAudit('masquerade.end', { ...details, outcome: 'failure', ...(error !== undefined && { error }) }, 'end');
    });
};
