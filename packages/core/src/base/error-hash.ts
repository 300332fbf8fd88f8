import { hex4 } from './hex';
import { fmix32, hash32 } from './murmur';
import { isRude } from './rude-words';

// The error hash is the event id, said in four words: `mitup-solan-tubat-dovir`. The first word is
// the issue, the others the occurrence. 60 bits are kept as two halves of 30, because BigInt costs
// bytes and time. Any change here breaks hashes that customers hold; see test/vectors/README.md.

/** Mask of one word: 15 bits. Five letters could hold 35,152 values; those from 2^15 on are no words. */
const WORD = 0x7fff;

/** Mask of two words, half of the hash. */
const HALF = 0x3fffffff;

/** A rude draw is drawn again this often, then stepped over. Honest bytes need more once in 10^14 ids. */
const REDRAWS = 9;

/** Answered in place of an event's id where there is no event: nothing can be sent, or chance or a filter kept it back. Servers refuse it, so it cannot be taken for a real one. */
export const NO_EVENT_ID = '00000000000000000000000000000000';

/** Gives `count` cryptographic bytes. A weaker source makes ids that others can guess, and that collide. */
export type RandomBytes = (count: number) => Uint8Array;

const CONSONANTS = 'bdhjlmnprstvz';
const VOWELS = 'aiou';

/** A consonant and a vowel: two digits of mixed radix, 0 ≤ number < 52. */
const syllableOf = (number: number): string => CONSONANTS.charAt(number >> 2) + VOWELS.charAt(number & 3);

/** The word of a number: two syllables and a last consonant. 13 values follow the second syllable, 52 · 13 = 676 the first. */
const wordOf = (number: number): string =>
  syllableOf(number / 676) + syllableOf((number / 13) % 52) + CONSONANTS.charAt(number % 13);

/** The number of the word that starts at `start`. Wrong letters and missing ones give some other number. */
const numberAt = (letters: string, start: number): number => {
  const digit = (place: number): number => (place % 2 ? VOWELS : CONSONANTS).indexOf(letters.charAt(start + place));
  return digit(0) * 2704 + digit(1) * 676 + digit(2) * 52 + digit(3) * 13 + digit(4);
};

const hex8 = (number: number): string => hex4(number >>> 16) + hex4(number);

/** 128 bits as a UUID of version 4: the top hex digit gives way to the version, two bits to the variant. */
const uuidOf = ([a, b, c, d]: readonly [number, number, number, number]): string => {
  const head = hex8(a) + hex8(b);
  return head.slice(1, 13) + '4' + head.slice(13) + hex8((c & HALF) | 0x80000000) + hex8(d);
};

/** The id of a hash: its 60 bits, then 62 bits that follow from them and show that it is ours. */
const idOf = (high: number, low: number): string => {
  const a = fmix32(high ^ 0x9e3779b9);
  const b = fmix32(low ^ a);
  return uuidOf([high >>> 2, (high << 30) | low, b, fmix32(a + b)]);
};

const draw16 = (random: RandomBytes): number => {
  const [high = 0, low = 0] = random(2);
  return (high << 8) | low;
};

/**
 * 15 bits of a number whose word may be shown. A rude one is drawn again, or stepped over where
 * there is no source; also where the source goes on saying the same, which must not hang the app.
 */
const polite = (number: number, random?: RandomBytes): number => {
  for (let draws = 0; isRude(wordOf((number &= WORD))); ) {
    number = random && draws++ < REDRAWS ? draw16(random) : number + 1;
  }
  return number;
};

/**
 * The four words of an event id that one of our SDKs made: 32 hex digits in any case, or the dashed
 * UUID. `undefined` for ids of others and for anything else; never throws. It cannot know whether
 * the event was delivered.
 */
export const hashFromEventId = (eventId: string): string | undefined => {
  if (typeof eventId !== 'string') return undefined;
  const id = eventId.toLowerCase().replace(/^(.{8})-(.{4})-(.{4})-(.{4})-/, '$1$2$3$4');
  const rest = parseInt(id.slice(7, 12) + id.slice(13, 16), 16);
  const high = (parseInt(id.slice(0, 7), 16) << 2) | (rest >>> 30);
  const low = rest & HALF;
  // Whatever parseInt made of a malformed id: the id of that is another text.
  return idOf(high, low) === id ? [high >> 15, high & WORD, low >> 15, low & WORD].map(wordOf).join('-') : undefined;
};

/**
 * The event id (32 lower-case hex digits) of a hash as people type it: case, hyphens, blanks, quotes
 * and all else that is no letter do not matter. `undefined` unless exactly four words remain; never
 * throws. Whether such an event exists only a server knows.
 */
export const eventIdFromHash = (text: string): string | undefined => {
  if (typeof text !== 'string') return undefined;
  // \P{L}, not [^a-z]: a letter with an accent is a wrong letter, not noise.
  const letters = text.toLowerCase().replace(/\P{L}/gu, '');
  const half = (start: number): number => (numberAt(letters, start) << 15) | numberAt(letters, start + 5);
  const id = idOf(half(0), half(10));
  // Whatever was made of wrong letters, words or lengths: it reads back as another text.
  return hashFromEventId(id)?.replace(/-/g, '') === letters ? id : undefined;
};

/**
 * A new event id that carries an error hash. `issue` is any integer, of which 15 bits count (see
 * `issueNumber`); the other three words are random. Words that are rude do not come out: a rude
 * issue takes the next number. For items without an issue take `randomEventId`.
 */
export const createEventId = (issue: number, random: RandomBytes): string => {
  const drawn = (): number => polite(draw16(random), random);
  return idOf((polite(issue) << 15) | drawn(), (drawn() << 15) | drawn());
};

/**
 * The 15 bits that stand for an issue key in the first word. Among 170 issues, two share a word as likely as not: of
 * 2^15 even ones it would be 213, but a word behind many rude ones stands for all of them.
 */
export const issueNumber = (issueKey: string): number => hash32(issueKey) & WORD;

/** A plain UUID of version 4 as 32 hex digits, without a hash (by chance one in 2^62 has one): for items without an issue. */
export const randomEventId = (random: RandomBytes): string => {
  const draw32 = (): number => (draw16(random) << 16) | draw16(random);
  return uuidOf([draw32(), draw32(), draw32(), draw32()]);
};
