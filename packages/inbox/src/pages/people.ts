import { html } from 'hono/html';
import { isRecord, looseText, type LooseRecord } from '../event/loose';
import { valueText } from './facts';
import type { Html } from './layout';

/** Identities of one chain that are named; more than two are a mistake already. */
const MAX_CHAIN = 5;

/** `Ada Admin (u-1)`; whoever has no name is called by id or address. */
export const personText = (raw: unknown): string | undefined => {
  if (!isRecord(raw)) return looseText(raw);
  const id = looseText(raw['id']);
  const name = looseText(raw['name']) ?? looseText(raw['email']);
  if (name === undefined || id === undefined) return name ?? id;
  return `${name} (${id})`;
};

/** An identity and those whose rights it used in turn. */
const chainTexts = (raw: unknown, room = MAX_CHAIN): readonly string[] => {
  const text = personText(raw);
  if (text === undefined || room === 0) return [];
  return [text, ...(isRecord(raw) ? chainTexts(raw['onBehalfOf'], room - 1) : [])];
};

/** `Ada Admin (u-1), acting as carol`: who it really was, and in whose name. `comma` ends the insertion when the sentence goes on. */
export const whoActed = (record: LooseRecord, comma: ',' | '' = ''): Html => {
  const actor = personText(record['actor']) ?? (record['anonymous'] === true ? 'Somebody anonymous' : '(nobody named)');
  const [onBehalfOf, ...between] = chainTexts(record['onBehalfOf'] ?? record['on_behalf_of']);
  if (onBehalfOf === undefined) return html`<strong>${actor}</strong>`;
  return html`<strong>${actor}</strong>, acting as <strong>${onBehalfOf}</strong>${between.map((text) => html` by way of <strong>${text}</strong>`)}${comma}`;
};

/** Why it was done, when anything was said about that. */
export const reasonLine = (record: LooseRecord): Html | '' => {
  const reason = record['reason'] === undefined ? undefined : valueText(record['reason']);
  const ticket = looseText(record['ticket']);
  if (reason === undefined && ticket === undefined) return '';
  return html`<p>Reason: ${reason ?? 'none given'}${ticket === undefined ? '' : ` (ticket ${ticket})`}</p>`;
};

/** What the session of a masquerade says, as facts of its own instead of a nested object. */
export const sessionFacts = (raw: unknown): LooseRecord => {
  if (!isRecord(raw)) return raw === undefined ? {} : { session: raw };
  const { id, phase, startedAt, ...rest } = raw;
  const facts = { 'session': id, 'session phase': phase, 'session started at': startedAt, 'session, more': Object.keys(rest).length > 0 ? rest : undefined };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
};
