import { eventIdFromHash } from '@tocsin/core/wire';
import { normaliseEventId } from '../event/event-id';

/** Something in a text that names an event. */
export interface Reference {
  readonly kind: 'id' | 'hash';
  /** 32 lower-case hex digits. */
  readonly eventId: string;
}

/** References of one text that are looked at. A pasted mail has one or two; each costs a question to the database. */
const MAX_REFERENCES = 20;

/** A UUID, dashed or not, that is no part of a longer run of digits: `urn:uuid:…`, `/events/…`. */
const UUID = /(?<![\da-f])(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\da-f])/gi;

/**
 * Four words of five letters with at most three other signs between them (`%20` is what a blank
 * becomes in an address). Inside a lookahead, because runs overlap: in `order pinub-rubas-bitip-jasup`
 * the first four such words are not the hash.
 */
const FOUR_WORDS = /(?<!\p{L})(?=([a-z]{5}(?:\P{L}{0,3}[a-z]{5}){3})(?!\p{L}))/giu;

const idReference = (text: string): readonly Reference[] => {
  const eventId = normaliseEventId(text);
  return eventId === undefined ? [] : [{ kind: 'id', eventId }];
};

const hashReference = (text: string): readonly Reference[] => {
  const eventId = eventIdFromHash(text);
  return eventId === undefined ? [] : [{ kind: 'hash', eventId }];
};

/**
 * Error hashes and event ids in a text, likeliest first: the whole text read as one of them, then
 * those inside it, as in `Ticket: mitup-solan-tubat-dovir.`, a pasted address or `urn:uuid:…`.
 */
export const findReferences = (text: string): readonly Reference[] => {
  const whole = [...idReference(text.replace(/[\s"'`.,]/g, '')), ...hashReference(text)];
  if (whole.length > 0) return whole;
  const ids = [...text.matchAll(UUID)].flatMap(([id]) => idReference(id));
  const hashes = [...text.matchAll(FOUR_WORDS)].flatMap(([, words = '']) => hashReference(words));
  return [...ids, ...hashes].slice(0, MAX_REFERENCES);
};
