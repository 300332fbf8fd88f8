import { toEpochSeconds } from '../base/units';
import { activeScopeData, findCarrier } from '../client/carrier';
import { captureOccurrence } from '../client/capture';
import type { Client } from '../client/client';
import { NO_EVENT_ID } from '../client/options';
import type { ScopeData } from '../scope/scope-data';
import { auditOccurrence } from './audit-event';
import { currentMasquerade } from './current-masquerade';
import type { AuditDetails, AuditPerson, AuditSession } from './record';

/** Stands in the record when nobody could be named; a record with it is better than none. */
const UNKNOWN: AuditPerson = { type: 'unknown', id: 'unknown' };

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
  const masquerade = currentMasquerade(scope);
  const { kind = 'admin', outcome = 'success', onBehalfOf = masquerade?.onBehalfOf, reason = masquerade?.reason, anonymous: _said, ...rest } = details;
  const eventId = captureOccurrence(
    auditOccurrence({
      ...rest,
      action,
      kind,
      outcome,
      onBehalfOf,
      reason,
      actor: actorOf(details, { masqueraded: masquerade?.actor, scope, client }),
      session: masquerade && { ...masquerade.session, phase },
      at: toEpochSeconds(client.now()),
    }),
    {},
  );
  await client.afterHooks(eventId);
  return eventId;
};

interface ActorSources {
  readonly masqueraded: AuditPerson | undefined;
  readonly scope: ScopeData;
  readonly client: Client;
}

const actorOf = ({ actor, anonymous }: AuditDetails, { masqueraded, scope, client }: ActorSources): AuditPerson => {
  if (actor) return actor;
  if (masqueraded) return masqueraded;
  if (anonymous) return { type: 'anonymous', id: 'anonymous' };
  const id = scope.user?.id;
  if (id !== undefined) return { id: String(id) };
  client.report({ code: 'T5001', detail: 'audit()' });
  return UNKNOWN;
};
