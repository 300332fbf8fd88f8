import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEventId, eventIdFromHash, hashFromEventId, issueNumber } from './error-hash';

interface Case<Input, Expected> {
  readonly name: string;
  readonly input: Input;
  readonly expected: Expected;
  readonly why: string;
}

interface Vectors {
  readonly cases: {
    readonly 'hash-from-event-id': readonly Case<string, string | null>[];
    readonly 'event-id-from-hash': readonly Case<string, string | null>[];
    readonly 'create-event-id': readonly Case<{ readonly issue: number; readonly bytes: string }, string>[];
  };
}

interface MurmurVectors {
  readonly cases: { readonly 'issue-number': readonly Case<string, number>[] };
}

const read = (name: string): string => readFileSync(new URL(`../../../../test/vectors/${name}`, import.meta.url), 'utf8');
const { cases: vectors }: Vectors = JSON.parse(read('error-hash.json'));
const { cases: murmur }: MurmurVectors = JSON.parse(read('murmur.json'));

/** Hands out the bytes of a case from left to right; asking for more than there are is an error. */
const byteSource = (hex: string) => {
  const bytes = Buffer.from(hex, 'hex');
  let used = 0;
  return (count: number): Uint8Array => {
    used += count;
    if (used > bytes.length) throw new Error('the case has no more bytes');
    return bytes.subarray(used - count, used);
  };
};

describe('error hash vectors', () => {
  it('are at least 200, each with a name of its own and a reason', () => {
    const groups: readonly (readonly Case<unknown, unknown>[])[] = Object.values(vectors);
    expect(groups.flat().length).toBeGreaterThanOrEqual(200);
    for (const group of groups) expect(new Set(group.map(({ name }) => name)).size).toBe(group.length);
    for (const { name, why } of groups.flat()) expect(why, name).not.toBe('');
  });

  it.each(vectors['hash-from-event-id'])('event id to hash: $name ($why)', ({ input, expected }) => {
    expect(hashFromEventId(input) ?? null).toBe(expected);
  });

  it.each(vectors['event-id-from-hash'])('hash to event id: $name ($why)', ({ input, expected }) => {
    expect(eventIdFromHash(input) ?? null).toBe(expected);
  });

  it.each(vectors['create-event-id'])('new event id: $name ($why)', ({ input, expected }) => {
    expect(createEventId(input.issue, byteSource(input.bytes))).toBe(expected);
  });

  it.each(murmur['issue-number'])('issue number: $name ($why)', ({ input, expected }) => {
    expect(issueNumber(input)).toBe(expected);
  });
});
