import { NO_EVENT_ID } from '../base/error-hash';
import { guard } from '../base/fences';
import { copyBag, readProperty, spell } from '../base/read';
import { toEpochSeconds } from '../base/units';
import { activeScopeData, findCarrier } from '../client/carrier';
import { captureOccurrence } from '../client/capture';
import type { Client } from '../client/client';
import type { ScopeData } from '../scope/scope-data';
import { auditOccurrence } from './audit-event';
import { currentMasquerade } from './current-masquerade';
import { toPerson, toTargets, UNKNOWN } from './parties';
import type { AuditDetails, AuditPerson, AuditRecord, AuditSession } from './record';

/**
 * Records that somebody did something: for what administrators and support staff do, above all on
 * behalf of others. Never sampled, and no hook can delete it. Resolves with the record's event id
 * when the queue has taken it. Never rejects. For whole stretches of work as somebody else use
 * `masquerade`, which also stamps the errors inside.
 *
 * @param action what was done, dotted, verb last: `user.password.reset`
 */
export const audit = (action: string, details: AuditDetails = {}): Promise<string> => recordAudit(action, details);

/** {@link audit} with the phase of the masquerade, which only `masquerade` itself tells. */
export const recordAudit = async (action: string, details: AuditDetails, phase: AuditSession['phase'] = 'act'): Promise<string> => {
  const carrier = findCarrier();
  const client = carrier?.client;
  if (!carrier || !client) return NO_EVENT_ID;
  const scope = activeScopeData(carrier);
  const eventId = guard(client.report, NO_EVENT_ID, () => captureOccurrence(auditOccurrence(recordOf(action, details, { scope, client, phase }))));
  await client.afterHooks(eventId);
  return eventId;
};

interface Circumstances {
  readonly scope: ScopeData;
  readonly client: Client;
  readonly phase: AuditSession['phase'];
}

/** The record, also from details of the wrong shape: a record with gaps is better than none. */
const recordOf = (action: string, given: AuditDetails, { scope, client, phase }: Circumstances): AuditRecord => {
  const masquerade = currentMasquerade(scope);
  const details: Partial<AuditDetails> = copyBag(given);
  const { kind = 'admin', outcome = 'success', reason = masquerade?.reason, target, anonymous: _said, ...rest } = details;
  return {
    ...rest,
    action: spell(action),
    kind,
    outcome,
    reason,
    target: toTargets(target),
    onBehalfOf: toPerson(details.onBehalfOf) ?? masquerade?.onBehalfOf,
    actor: actorOf(details, { masqueraded: masquerade?.actor, scope, client }),
    session: masquerade && { ...masquerade.session, phase },
    at: toEpochSeconds(client.now()),
  };
};

interface ActorSources {
  readonly masqueraded: AuditPerson | undefined;
  readonly scope: ScopeData;
  readonly client: Client;
}

const actorOf = ({ actor, anonymous }: Partial<AuditDetails>, { masqueraded, scope, client }: ActorSources): AuditPerson => {
  const named = toPerson(actor) ?? masqueraded;
  if (named) return named;
  if (anonymous) return { type: 'anonymous', id: 'anonymous' };
  const user = toPerson(readProperty(scope.user, 'id'));
  if (user) return user;
  client.report({ code: 'T5001', detail: 'audit()' });
  return UNKNOWN;
};
