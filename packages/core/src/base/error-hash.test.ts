import { randomBytes, randomFillSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventId, eventIdFromHash, hashFromEventId, issueNumber, randomEventId } from './error-hash';
import { isRude } from './rude-words';

/** Cryptographic bytes from a pool, because a million single draws are slow. */
const pooledBytes = () => {
  const pool = new Uint8Array(65_536);
  let used = pool.length;
  return (count: number): Uint8Array => {
    if (used + count > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
};

interface Vectors {
  readonly denylist: { readonly anywhere: readonly string[]; readonly start: readonly string[]; readonly whole: readonly string[] };
}

const { denylist }: Vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/error-hash.json', import.meta.url), 'utf8'));

const v4 = /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/;
const issues = fc.integer({ min: 0, max: 32_767 });
const ids = issues.map((issue) => createEventId(issue, randomBytes));
const hashes = ids.map((id) => hashFromEventId(id) ?? '');

describe('createEventId', () => {
  it('makes a UUID of version 4 whose hash is four pronounceable words', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(id).toMatch(v4);
        expect(hashFromEventId(id)).toMatch(/^([bdhjlmnprstvz][aiou][bdhjlmnprstvz][aiou][bdhjlmnprstvz](-|$)){4}/);
      }),
    );
  });

  it('gives all events of one issue the same first word, and different ones after it', () => {
    const made = Array.from({ length: 1_000 }, () => hashFromEventId(createEventId(4_711, randomBytes)) ?? '');
    expect(new Set(made.map((hash) => hash.slice(0, 5))).size).toBe(1);
    expect(new Set(made).size).toBe(1_000);
  });

  it('makes ids of all 32,768 issue numbers that read back', () => {
    const bytes = pooledBytes();
    const firstWords = new Set<string>();
    for (let issue = 0; issue < 32_768; issue++) firstWords.add((hashFromEventId(createEventId(issue, bytes)) ?? '').slice(0, 5));
    expect(firstWords.has('')).toBe(false);
    expect([...firstWords].filter(isRude)).toEqual([]);
    expect(firstWords.size).toBeGreaterThan(31_700);
  });

  it('ends for every source of bytes that always says the same, and even then shows no rude word', () => {
    for (let stuck = 0; stuck < 32_768; stuck++) {
      const hash = hashFromEventId(createEventId(0, () => Uint8Array.of(stuck >> 8, stuck & 255)));
      expect(hash?.split('-').filter(isRude)).toEqual([]);
    }
  });

  it('ends for a source that gives no bytes', () => {
    expect(hashFromEventId(createEventId(0, () => new Uint8Array()))).toBe('babab-babab-babab-babab');
  });

  it('takes any number as an issue', () => {
    fc.assert(fc.property(fc.oneof(fc.maxSafeNat(), fc.double(), fc.integer()), (issue) => void expect(hashFromEventId(createEventId(issue, randomBytes))).toBeTypeOf('string')));
  });

  it('shows no rude word in a million hashes', { timeout: 60_000 }, () => {
    // Made from the published list, not from `isRude`, which is what is being tested.
    const { anywhere, start, whole } = denylist;
    const rude = new RegExp(`${anywhere.join('|')}|\\b(?:${[...start, ...whole].join('|')})`);
    const bytes = pooledBytes();
    const bad: string[] = [];
    for (let at = 0; at < 1_000_000; at++) {
      const hash = hashFromEventId(createEventId(at, bytes));
      if (!hash || rude.test(hash)) bad.push(`${hash}`);
    }
    expect(bad).toEqual([]);
  });
});

describe('hashFromEventId and eventIdFromHash', () => {
  it('undo each other for 100,000 random ids', { timeout: 60_000 }, () => {
    const bytes = pooledBytes();
    const broken: string[] = [];
    for (let at = 0; at < 100_000; at++) {
      const id = createEventId(at * 31, bytes);
      if (eventIdFromHash(hashFromEventId(id) ?? '') !== id) broken.push(id);
    }
    expect(broken).toEqual([]);
  });

  it('undo each other for any four words, rude ones too', () => {
    const letter = (letters: string) => fc.constantFrom(...letters);
    const [consonant, vowel] = [letter('bdhjlmnprstvz'), letter('aiou')];
    // Words that begin with z may be beyond 15 bits; they are in the vectors.
    const word = fc.tuple(letter('bdhjlmnprstv'), vowel, consonant, vowel, consonant).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 4, maxLength: 4 }), (words) => {
        expect(hashFromEventId(eventIdFromHash(words.join('-')) ?? '')).toBe(words.join('-'));
      }),
      { numRuns: 1_000 },
    );
  });

  it('read ids in any case, with and without dashes', () => {
    fc.assert(
      fc.property(ids, (id) => {
        const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
        for (const form of [id.toUpperCase(), dashed, dashed.toUpperCase()]) expect(hashFromEventId(form)).toBe(hashFromEventId(id));
      }),
    );
  });

  it('read a hash through any noise that is not a letter', () => {
    const noise = fc.array(fc.constantFrom(' ', '-', '_', '.', ',', '\t', '\n', '–', '—', '"', '“', '’', '#', '*', '(', ')', '1', '\u00a0', '\u200b'), { maxLength: 4 });
    fc.assert(
      fc.property(hashes, fc.array(fc.tuple(noise, fc.boolean()), { minLength: 20, maxLength: 20 }), (hash, typing) => {
        const letters = hash.replaceAll('-', '');
        const typed = typing.map(([dirt, upper], at) => dirt.join('') + (upper ? letters.charAt(at).toUpperCase() : letters.charAt(at)));
        expect(eventIdFromHash(typed.join(''))).toBe(eventIdFromHash(hash));
      }),
    );
  });

  it('do not read a hash with one letter more, one less, or one that no word has', () => {
    fc.assert(
      fc.property(hashes, fc.nat({ max: 22 }), fc.constantFrom(...'abdhijlmnoprstuvz'), fc.constantFrom(...'ecfgkqwxyäßж'), (hash, at, good, bad) => {
        expect(eventIdFromHash(hash.slice(0, at) + good + hash.slice(at))).toBeUndefined();
        expect(eventIdFromHash(hash.slice(0, at) + bad + hash.slice(at + 1))).toBeUndefined();
        expect(eventIdFromHash(hash.slice(1))).toBeUndefined();
      }),
    );
  });

  it('notice any single changed digit of an id', () => {
    fc.assert(
      fc.property(ids, fc.nat({ max: 31 }), fc.integer({ min: 1, max: 15 }), (id, at, change) => {
        const digit = (Number.parseInt(id.charAt(at), 16) ^ change).toString(16);
        expect(hashFromEventId(id.slice(0, at) + digit + id.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('know other people’s ids as foreign', () => {
    for (let at = 0; at < 10_000; at++) expect(hashFromEventId(randomUUID())).toBeUndefined();
  });

  it('never throw, whatever they are given', () => {
    const wild: fc.Arbitrary<string> = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.stringMatching(/^[0-9a-fA-F-]{30,40}$/),
      // Not strings: callers without types.
      fc.anything().map((value) => value as string),
    );
    const hostile = { toString: () => { throw new Error('hostile'); } } as unknown as string;
    fc.assert(
      fc.property(fc.oneof(wild, fc.constant(hostile), fc.constant(Symbol('id') as unknown as string)), (text) => {
        expect(['string', 'undefined']).toContain(typeof hashFromEventId(text));
        expect(['string', 'undefined']).toContain(typeof eventIdFromHash(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('read a text of a million characters in no time', () => {
    const started = performance.now();
    for (const filler of ['-', 'b', '\u{1f6d1}']) expect(eventIdFromHash(filler.repeat(1_000_000))).toBeUndefined();
    expect(hashFromEventId('-'.repeat(1_000_000))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('issueNumber', () => {
  it('is a 15-bit number that stays the same for the same key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        const number = issueNumber(key);
        expect(Number.isInteger(number) && number >= 0 && number < 32_768).toBe(true);
        expect(issueNumber(key)).toBe(number);
      }),
    );
  });
});

describe('randomEventId', () => {
  it('is a UUID of version 4 without a hash', () => {
    for (let at = 0; at < 1_000; at++) {
      const id = randomEventId(randomBytes);
      expect(id).toMatch(v4);
      expect(hashFromEventId(id)).toBeUndefined();
    }
  });

  it('uses all its 122 random bits', () => {
    expect(randomEventId((count) => new Uint8Array(count))).toBe('00000000000040008000000000000000');
    expect(randomEventId((count) => new Uint8Array(count).fill(255))).toBe('ffffffffffff4fffbfffffffffffffff');
  });
});
