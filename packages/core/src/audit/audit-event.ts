import type { Event } from '../event/event';
import type { Keeping, Occurrence } from '../event/occurrence';
import type { AuditRecord } from './record';

/** Kinds, never ids: a new combination is a new issue, so the unusual stands out on any server. */
const fingerprintOf = ({ action, target, actor }: AuditRecord): string[] => ['audit', action, target?.[0]?.type ?? '-', actor.type ?? '-'];

const messageOf = ({ action, actor, onBehalfOf, target }: AuditRecord): Required<Pick<Event, 'logentry'>>['logentry'] => {
  const parts: readonly (readonly [text: string, value: string | undefined])[] = [
    ['by', actor.id],
    ['as', onBehalfOf?.id],
    ['on', target?.[0] && `${target[0].type} ${target[0].id}`],
  ];
  const said = parts.filter(([, value]) => value !== undefined);
  return {
    message: [action, ...said.map(([text]) => `${text} %s`)].join(' '),
    formatted: [action, ...said.flat()].join(' '),
    params: said.map(([, value]) => value),
  };
};

const tagsOf = ({ action, outcome, actor, onBehalfOf, target }: AuditRecord): Event['tags'] => ({
  'audit.action': action,
  'audit.outcome': outcome,
  'audit.actor': actor.id,
  'audit.on_behalf_of': onBehalfOf?.id,
  'audit.target': target?.[0] && `${target[0].type}:${target[0].id}`,
});

/** A hook may add to a record and change it, but delete neither it nor the event. */
const kept: Keeping = {
  lend: (event) => JSON.parse(JSON.stringify(event)),
  restore: (changed, event) => ({ ...changed, contexts: { ...changed.contexts, audit: changed.contexts?.['audit'] ?? event.contexts?.['audit'] ?? {} } }),
};

/** A record as an event that every compatible server can keep, group and search. */
export const auditOccurrence = (record: AuditRecord): Occurrence => ({
  kept,
  issueParts: () => ({ fingerprint: fingerprintOf(record) }),
  build: () => ({
    level: 'info',
    logger: 'audit',
    timestamp: record.at,
    logentry: messageOf(record),
    fingerprint: fingerprintOf(record),
    tags: tagsOf(record),
    contexts: { audit: { ...record } },
  }),
});
