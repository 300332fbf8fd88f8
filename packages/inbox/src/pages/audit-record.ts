import type { Event } from '@tocsin/core/wire';
import { html } from 'hono/html';
import { isRecord, looseText, type LooseRecord } from '../event/loose';
import { factTable, valueText } from './facts';
import type { Html } from './layout';

/** `Ada Admin (u-1)`; whoever has no name is called by id or address. */
const personText = (raw: unknown): string | undefined => {
  if (!isRecord(raw)) return looseText(raw);
  const id = looseText(raw['id']);
  const name = looseText(raw['name']) ?? looseText(raw['email']);
  if (name === undefined || id === undefined) return name ?? id;
  return `${name} (${id})`;
};

const targetText = (raw: unknown): string | undefined => {
  const targets = (Array.isArray(raw) ? raw : [raw]).filter(isRecord);
  const texts = targets.map((target) => [looseText(target['type']), personText(target)].filter((part) => part !== undefined).join(' '));
  return texts.length === 0 ? looseText(raw) : texts.join(', ');
};

const sentence = (record: LooseRecord): Html => {
  const actor = personText(record['actor']);
  const onBehalfOf = personText(record['onBehalfOf'] ?? record['on_behalf_of']);
  const action = looseText(record['action']) ?? '(no action)';
  const target = targetText(record['target']);
  const outcome = looseText(record['outcome']);
  return html`<p><strong>${actor ?? (record['anonymous'] === true ? 'Somebody anonymous' : '(nobody named)')}</strong>${onBehalfOf === undefined ? '' : html`, acting as <strong>${onBehalfOf}</strong>,`}
did <code>${action}</code>${target === undefined ? '' : html` to ${target}`}${outcome === undefined ? '' : html`: <strong>${outcome}</strong>`}</p>`;
};

const said: ReadonlySet<string> = new Set(['action', 'actor', 'onBehalfOf', 'on_behalf_of', 'target', 'outcome', 'reason', 'ticket', 'type']);

const reasonLine = (record: LooseRecord): Html | '' => {
  const reason = record['reason'] === undefined ? undefined : valueText(record['reason']);
  const ticket = looseText(record['ticket']);
  if (reason === undefined && ticket === undefined) return '';
  return html`<p>Reason: ${reason ?? 'none given'}${ticket === undefined ? '' : ` (ticket ${ticket})`}</p>`;
};

/** The record in `contexts.audit` as a sentence: who really acted, as whom, on what, why. The rest follows as facts. */
export const auditRecord = (event: Event): Html | '' => {
  const record = event.contexts?.['audit'];
  if (!record) return '';
  const rest = Object.fromEntries(Object.entries(record).filter(([name]) => !said.has(name)));
  return html`<h2>Audit record</h2><div class="card">${sentence(record)}${reasonLine(record)}${factTable('Audit record', rest)}</div>`;
};
