import type { Event } from '@tocsin/core/wire';
import { html } from 'hono/html';
import { isRecord, looseText, type LooseRecord } from '../event/loose';
import { factTable } from './facts';
import type { Html } from './layout';
import { personText, reasonLine, sessionFacts, whoActed } from './people';

const targetText = (raw: unknown): string | undefined => {
  const targets = (Array.isArray(raw) ? raw : [raw]).filter(isRecord);
  const texts = targets.map((target) => [looseText(target['type']), personText(target)].filter((part) => part !== undefined).join(' '));
  return texts.length === 0 ? looseText(raw) : texts.join(', ');
};

const sentence = (record: LooseRecord): Html => {
  const action = looseText(record['action']) ?? '(no action)';
  const target = targetText(record['target']);
  const outcome = looseText(record['outcome']);
  return html`<p>${whoActed(record, ',')} did <code>${action}</code>${target === undefined ? '' : html` to ${target}`}${outcome === undefined ? '' : html`: <strong>${outcome}</strong>`}</p>`;
};

const said: ReadonlySet<string> = new Set(['action', 'actor', 'onBehalfOf', 'on_behalf_of', 'target', 'outcome', 'reason', 'ticket', 'session', 'type']);

const restOf = (record: LooseRecord): LooseRecord => ({
  ...Object.fromEntries(Object.entries(record).filter(([name]) => !said.has(name))),
  ...sessionFacts(record['session']),
});

/**
 * The record in `contexts.audit` as a sentence: who really acted, as whom, on what, why. The rest
 * follows as facts. Of the surrounding masquerade only the ticket is not in the record itself.
 */
export const auditRecord = (event: Event): Html | '' => {
  const record = event.contexts?.['audit'];
  if (!record) return '';
  return html`<h2>Audit record</h2><div class="card">${sentence(record)}${reasonLine({ ticket: event.contexts?.['masquerade']?.['ticket'], ...record })}${factTable('Audit record', restOf(record))}</div>`;
};

/**
 * The masquerade in which something else than an audit happened, said in the same words: an error
 * inside it concerns two people. Audit records name both themselves, and the reason with them.
 */
export const masqueradeNote = (event: Event): Html | '' => {
  const record = event.contexts?.['masquerade'];
  if (!record || event.contexts?.['audit']) return '';
  return html`<h2>Who acted</h2><div class="card"><p>${whoActed(record)}</p>${reasonLine(record)}${factTable('Masquerade', restOf(record))}</div>`;
};
