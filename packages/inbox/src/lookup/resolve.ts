import { eventIdFromHash, hashFromEventId } from '@tocsin/core/wire';
import type { EventReader, StoredEventBody } from '../store/read-events';
import type { Issue, IssueReader } from '../store/read-issues';
import { findReferences, type Reference } from './find-references';

/** What somebody typed turned out to be. */
export type Lookup =
  | { readonly found: true; readonly event: StoredEventBody; readonly issue: Issue }
  | {
      readonly found: false;
      /** What the text was taken for, in words. */
      readonly reading: string;
      /** Issues that the first word of the hash names; more than one by chance only. */
      readonly issues: readonly Issue[];
    };

/** Where to look. */
export interface LookupSources {
  readonly events: Pick<EventReader, 'find' | 'idsBetween'>;
  readonly issues: Pick<IssueReader, 'find'>;
}

/** Any three words: only the first one matters when an issue is looked for. */
const FILLER = 'babab-babab-babab';

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

/** The issue's number (15 bits) is the top of the id: its first four digits without their lowest bit. */
const issueNumberOf = (eventId: string): number => Number.parseInt(eventId.slice(0, 4), 16) >>> 1;

const prefixOf = (number: number): string => number.toString(16).padStart(4, '0');

/** An id of ours that begins with the same word, whatever became of the other three. */
const idWithFirstWord = (text: string): string | undefined => eventIdFromHash(`${letters(text).slice(0, 5)}-${FILLER}`);

const issuesOfWord = (text: string, { events, issues }: LookupSources): readonly Issue[] => {
  const sample = idWithFirstWord(text);
  if (sample === undefined) return [];
  const number = issueNumberOf(sample);
  const end = number === 0x7fff ? 'g' : prefixOf((number + 1) * 2);
  const rows = events.idsBetween(prefixOf(number * 2), end);
  // Ids of other SDKs share the prefix by chance; they have no hash, so no word either.
  const ids = new Set(rows.filter(({ eventId }) => hashFromEventId(eventId) !== undefined).map(({ issueId }) => issueId));
  return [...ids].flatMap((id) => issues.find(id) ?? []);
};

const hashOf = (eventId: string): string => hashFromEventId(eventId) ?? '';

const readingOf = (reference: Reference | undefined): string => {
  if (!reference) return 'neither an error hash nor an event id';
  return reference.kind === 'id' ? `the event id ${reference.eventId}` : `the error hash ${hashOf(reference.eventId)}`;
};

const missOf = (text: string, reference: Reference | undefined, sources: LookupSources): Lookup => {
  const words = reference?.kind === 'hash' ? hashOf(reference.eventId) : text;
  return { found: false, reading: readingOf(reference), issues: reference?.kind === 'id' ? [] : issuesOfWord(words, sources) };
};

/**
 * Finds the event behind an error hash (however it was typed) or an event id (with or without
 * dashes), also when it stands inside other text. When there is none, says what was understood and
 * which issue the first word suggests.
 */
export const resolveLookup = (text: string, sources: LookupSources): Lookup => {
  const references = findReferences(text);
  for (const { eventId } of references) {
    const event = sources.events.find(eventId);
    const issue = event && sources.issues.find(event.issueId);
    if (event && issue) return { found: true, event, issue };
  }
  return missOf(text, references[0], sources);
};
